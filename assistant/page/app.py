"""The chat page in gradio: what stands on it, what a question sets off, and how it is served."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import gradio as gr

from assistant.page import render
from assistant.page.conversation import answering, messages, narrowing_of, reopened
from assistant.page.frame import ICON_LINK, TITLE, Choices, bar, narrowing_choices, narrowing_form
from assistant.page.model import Asker, Desk, Turn

if TYPE_CHECKING:
    from assistant.server.running import Served

HERE = Path(__file__).parent
NOTE = '<p class="note">Chỉ trả lời theo văn bản đã nạp. Hãy mở nguồn để đối chiếu trước khi sử dụng.</p>'
FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
MONOSPACED = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")
HISTORY = '<button type="button" id="history" aria-haspopup="dialog">Các cuộc trò chuyện</button>'
NARROWED = "(question, turns) => [question, turns, window.chidao.narrowed()]"
MOST_WAITING = 500
"""Questions and clicks that wait their turn; a further one is refused."""
PAUSE = 0.03  # seconds between two states of a growing answer

Turns = tuple[Turn, ...]
Update = tuple[Any, ...]


def build_page(
    asker: Asker,
    desk_of: Callable[[gr.Request], Desk],
    examples: Sequence[str] = (),
    max_question: int = 1000,
    choices: Callable[[], Choices] = Choices,
) -> gr.Blocks:
    """The page over `asker`, not yet served.

    Args:
        desk_of: the desk of the person who sends a request.
        examples: questions offered on the empty page.
        max_question: characters that the box takes; the asker refuses more by itself.
        choices: what questions can be narrowed to, as it is now.
    """

    def ask(question: str, turns: Turns, narrowed: str, request: gr.Request) -> Iterator[Update]:
        question = (question or "").strip()
        if not question:
            yield gr.skip(), turns, gr.skip(), gr.skip()
            return
        state = None
        documents = asker.describe().documents
        for state in answering(desk_of(request), question, turns, documents, narrowing_of(narrowed)):
            yield messages((*turns, state)), gr.skip(), "", gr.Button("Đang trả lời", interactive=False)
            time.sleep(PAUSE)
        ended = turns if state is None else (*turns, state)
        yield messages(ended), ended, gr.skip(), gr.Button("Gửi", interactive=True)

    def choose(event: gr.SelectData) -> str:
        return str(event.value["text"])

    def start() -> Update:
        return [], (), "", gr.Button("Gửi", interactive=True)

    def reopen(kept: str, request: gr.Request) -> Update:
        turns = reopened(desk_of(request), str(kept or ""))
        return gr.Chatbot(cast("Any", messages(turns)), placeholder=render.welcome(asker.describe())), turns

    def reopen_another(kept: str, request: gr.Request) -> Update:
        return *reopen(kept, request), "", gr.Button("Gửi", interactive=True)

    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True, fill_width=True)
    with page:
        turns = gr.State(())
        kept = gr.Textbox(visible=False)
        narrowed = gr.Textbox(visible=False)
        with gr.Row(elem_id="bar"):
            gr.HTML(bar("") + HISTORY, elem_id="head")
            new = gr.Button("Cuộc trò chuyện mới", elem_id="new", size="sm", min_width=0, scale=0)
            again = gr.Button("Mở lại", elem_id="reopen", visible="hidden", scale=0)
        chat = gr.Chatbot(
            elem_id="chat",
            show_label=False,
            container=False,
            scale=1,
            height="100%",
            autoscroll=False,
            buttons=[],
            feedback_options=None,
            latex_delimiters=[],
            allow_tags=False,
            layout="panel",
            placeholder=render.welcome(asker.describe()),
            examples=[{"text": example} for example in examples],
        )
        gr.HTML(narrowing_form(), elem_id="narrow")
        suggested = gr.HTML(narrowing_choices(Choices()), elem_id="narrow-choices")
        with gr.Row(elem_id="composer"):
            box = gr.Textbox(
                label="Câu hỏi",
                show_label=False,
                container=False,
                placeholder="Nhập câu hỏi",
                max_lines=5,
                max_length=max_question,
                autofocus=True,
                elem_id="question",
                scale=1,
            )
            send = gr.Button("Gửi", variant="primary", elem_id="send", min_width=0, scale=0)
        gr.Markdown(NOTE)

        shown = [chat, turns, box, send]
        silent: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asked: dict[str, Any] = {"inputs": [box, turns, narrowed], "outputs": shown, "js": NARROWED} | silent
        save: dict[str, Any] = {"fn": None, "js": "() => window.chidao.save()"}
        asking = gr.on([box.submit, send.click], ask, trigger_mode="once", **asked)
        asking.then(**save)
        chosen = chat.example_select(choose, None, box, **silent).then(ask, **asked)
        chosen.then(**save)
        running = [asking, chosen]
        new.click(start, None, shown, cancels=running, **silent).then(None, js="() => window.chidao.forget()")
        saved = "() => window.chidao.saved()"
        again.click(reopen_another, kept, shown, js=saved, cancels=running, **silent)
        page.load(reopen, kept, [chat, turns], js=saved, **silent)
        page.load(lambda: narrowing_choices(choices()), None, suggested, **silent)
    page.queue(default_concurrency_limit=20, max_size=MOST_WAITING, api_open=False)
    return page


def appearance() -> dict[str, Any]:
    """How the page looks, as arguments of `launch` or `gr.mount_gradio_app`.

    Style and script go into the head: gradio's `css` would put a prefix before rules that reach beyond its own part.
    """
    colours, style, script = ((HERE / name).read_text("utf-8") for name in ("colours.css", "style.css", "page.js"))
    return {
        "theme": gr.themes.Base(font=FONTS, font_mono=MONOSPACED, primary_hue="blue", neutral_hue="slate"),
        "head": f"{ICON_LINK}<style>{colours}{style}</style><script>{script}</script>",
        "footer_links": [],
    }


def serve(
    asker: Asker,
    host: str = "127.0.0.1",
    port: int = 0,
    examples: Sequence[str] = (),
    max_question: int = 1000,
    frame_ancestors: Sequence[str] = (),
    wait: bool = True,
) -> Served:
    """Serves the page alone at http://host:port over a store that holds nothing, until interrupted if `wait`.

    What is returned says where (`local_url`) and is to be closed; what was kept of the conversations goes with it.

    Args:
        port: 0 takes any free one.
        frame_ancestors: origins that may show the page in a frame.
    """
    from tempfile import TemporaryDirectory

    from assistant.server.app import create_app
    from assistant.server.running import Served
    from assistant.settings import Settings
    from index.store import Store

    home = TemporaryDirectory(prefix="chidao-")
    settings = Settings(
        home=Path(home.name),
        host=host,
        port=port,
        longest_question=max_question,
        frame_ancestors=tuple(frame_ancestors),
    )
    store = Store(settings.store_folder)

    def clear() -> None:
        store.close()
        home.cleanup()

    served = Served(create_app(settings, asker, store, examples=examples), settings, at_end=clear)
    if wait:
        served.run()
    else:
        served.start()
    return served
