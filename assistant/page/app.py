"""The chat page in gradio: what stands on it, what a question sets off, and how it is served."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import gradio as gr

from assistant.page import render
from assistant.page.conversation import answering, messages, restored
from assistant.page.model import Asker, Turn

if TYPE_CHECKING:
    from assistant.server.running import Served

HERE = Path(__file__).parent
TITLE = "chidao — hỏi đáp văn bản chỉ đạo"
BAR = (
    '<div class="name">chidao</div>'
    '<div class="what">Hỏi đáp văn bản chỉ đạo: ai làm việc gì, khi nào, căn cứ vào đâu</div>'
)
NOTE = '<p class="note">Chỉ trả lời theo văn bản đã nạp. Hãy mở nguồn để đối chiếu trước khi sử dụng.</p>'
FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
MONOSPACED = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#17365d"/>'
    '<path d="M21 11a7 7 0 1 0 0 10" fill="none" stroke="#fff" stroke-width="4"/></svg>'
)
MOST_WAITING = 500
"""Questions and clicks that wait their turn; a further one is refused."""
PAUSE = 0.03  # seconds between two states of a growing answer

Turns = tuple[Turn, ...]
Update = tuple[Any, ...]


def build_page(
    asker: Asker,
    examples: Sequence[str] = (),
    max_question: int = 1000,
    for_request: Callable[[gr.Request], Asker] | None = None,
) -> gr.Blocks:
    """The page over `asker`, not yet served.

    Args:
        examples: questions offered on the empty page.
        max_question: characters that the box takes; the asker refuses more by itself.
        for_request: the asker for the person who sends a request; `asker` for everyone where it is None.
    """

    def ask(question: str, turns: Turns, request: gr.Request) -> Iterator[Update]:
        question = (question or "").strip()
        if not question:
            yield gr.skip(), turns, gr.skip(), gr.skip()
            return
        state = None
        answers = asker if for_request is None else for_request(request)
        for state in answering(answers, question, turns):
            yield messages((*turns, state)), gr.skip(), "", gr.Button("Đang trả lời", interactive=False)
            time.sleep(PAUSE)
        ended = turns if state is None else (*turns, state)
        yield messages(ended), ended, gr.skip(), gr.Button("Gửi", interactive=True)

    def choose(event: gr.SelectData) -> str:
        return str(event.value["text"])

    def start() -> Update:
        return [], (), "", gr.Button("Gửi", interactive=True)

    def restore(saved: str) -> Update:
        turns = restored(saved, asker)
        return gr.Chatbot(cast("Any", messages(turns)), placeholder=render.welcome(asker.describe())), turns

    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True, fill_width=True)
    with page:
        turns = gr.State(())
        kept = gr.Textbox(visible=False)
        with gr.Row(elem_id="bar"):
            gr.Markdown(BAR)
            new = gr.Button("Cuộc trò chuyện mới", elem_id="new", size="sm", min_width=0, scale=0)
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
        save: dict[str, Any] = {"fn": None, "inputs": chat, "js": "chat => window.chidao.save(chat)"}
        asking = gr.on([box.submit, send.click], ask, [box, turns], shown, trigger_mode="once", **silent)
        asking.then(**save)
        chosen = chat.example_select(choose, None, box, **silent).then(ask, [box, turns], shown, **silent)
        chosen.then(**save)
        new.click(start, None, shown, cancels=[asking, chosen], **silent).then(**save)
        page.load(restore, kept, [chat, turns], js="() => window.chidao.saved()", **silent)
    page.queue(default_concurrency_limit=20, max_size=MOST_WAITING, api_open=False)
    return page


def appearance() -> dict[str, Any]:
    """How the page looks, as arguments of `launch` or `gr.mount_gradio_app`.

    Style and script go into the head: gradio's `css` would put a prefix before rules that reach beyond its own part.
    """
    style, script = ((HERE / name).read_text("utf-8") for name in ("style.css", "page.js"))
    icon = f'<link rel="icon" href="data:image/svg+xml,{quote(ICON)}">'
    return {
        "theme": gr.themes.Base(font=FONTS, font_mono=MONOSPACED, primary_hue="blue", neutral_hue="slate"),
        "head": f"{icon}<style>{style}</style><script>{script}</script>",
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
