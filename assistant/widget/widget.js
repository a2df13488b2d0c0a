// The widget: a button and a panel on any page, in a shadow DOM, that ask the server this script came from.
//
//   <script src="https://server/chidao/widget.js" data-title="..." data-theme="auto|light|dark" async></script>
//
// Also data-label, data-position="right|left", data-color="#17365d", data-open, data-examples="câu một|câu hai" and
// data-timeout (seconds). The page's CSP needs the server in script-src and connect-src, nothing else. Every word of an
// answer becomes a text node; nothing is ever parsed as HTML. No cookie, no credentials, no other address.
// Comments stand on lines of their own: what is served is this file without them and without indentation.
(() => {
	const NAME = "chidao-widget";
	const script = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
	const BASE = new URL(".", script.src).href;
	const KEY = `chidao.widget ${BASE}`;
	// Tells the server which questions come from one tab, for its caps; a number drawn here that says nothing of anybody.
	let session = crypto.getRandomValues(new BigUint64Array(2)).join("");
	// Characters of a conversation that are kept (and 50 turns; the oldest go first); questions sent as history;
	// characters of a question; sources above which they are folded away.
	const KEPT = 400_000, EARLIER = 20, LONGEST = 1000, FOLDED = 3;
	const NOT_FOUND = "Không tìm thấy câu trả lời trong các văn bản hiện có.";
	const THANKS = "Đã ghi nhận, cảm ơn.";
	const REASONS = ["Sai nội dung", "Thiếu nội dung", "Nguồn không đúng", "Không đúng câu hỏi", "Lý do khác"];
	const ICONS = {
		chat: "M4 5h16v11h-8l-5 4v-4H4zM8 9h8M8 12h5",
		close: "M6 6l12 12M18 6L6 18",
		fresh: "M12 5v14M5 12h14",
		send: "M12 19V5M6 11l6-6 6 6",
		stop: "M7 7h10v10H7z",
		up: "M7 10.5v9H4v-9zM7 11.5l4-7.5c1.6 0 2.5 1.1 2.2 2.6L12.6 10H19c1.2 0 2 1 1.8 2.2l-1.1 5.6c-.2 1-1 1.7-2 1.7H7",
	};

	ICONS.down = ICONS.up;

	// What is drawn. Strings become text nodes, without characters that nobody sees or that turn the line around.

	const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000\ue001]/g;
	const clean = (text) => String(text ?? "").replace(UNSEEN, "");
	const oneLine = (text) => clean(text).replace(/\s+/g, " ").trim();

	// h("p.faint", {lang: "vi"}, "words", node): attributes may be left out, empty children are.
	function h(name, ...children) {
		const [tag, ...classes] = name.split(".");
		const node = document.createElement(tag);
		if (classes[0]) node.className = classes.join(" ");
		const first = children[0];
		if (first && typeof first === "object" && !first.nodeType && !Array.isArray(first))
			for (const [key, value] of Object.entries(children.shift()))
				if (key === "label") node.setAttribute("aria-label", clean(value));
				else if (typeof value === "function") node.addEventListener(key, value);
				else if (value !== false && value != null) node.setAttribute(key, value === true ? "" : clean(value));
		for (const child of children.flat(2)) if (child || child === 0) node.append(child.nodeType ? child : clean(child));
		return node;
	}

	function icon(name) {
		const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
		svg.setAttribute("viewBox", "0 0 24 24");
		svg.setAttribute("aria-hidden", "true");
		path.setAttribute("d", ICONS[name]);
		svg.append(path);
		return svg;
	}

	const button = (name, click, ...rest) => {
		const node = h(`button.${name}`, ...rest);
		node.type = "button";
		node.addEventListener("click", click);
		return node;
	};
	const iconButton = (name, label, click) => button(`icon.${name}`, click, { label, title: label }, icon(name));

	// Words of documents.

	// Crawled bullets and emphasis, but not the footnote mark (*).
	const STARS = /(?<!\()\*+(?!\))/g;
	const ITEM = /^[\ue000\ue001]{0,2}(?:[-–+•]|\d{1,2}[.)]|[a-zđ][.)]|\(\d{1,2}\)|[A-Z]\.|[IVX]{1,5}\.|Điều \d|Chương [IVX])/;
	const LINE_END = /[.;:!?…][”"»)]?[\ue000\ue001]?$/;

	function dateWords(date) {
		const [, year, month, day] = (/^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date) ?? []).map(Number);
		if (!year) return oneLine(date) || "không rõ ngày";
		return day ? `ngày ${day}/${month}/${year}` : month ? `tháng ${month}/${year}` : `năm ${year}`;
	}

	function shortened(text, limit = 100) {
		const line = oneLine(text);
		return line.length <= limit ? line : `${line.slice(0, limit).replace(/[\s,;:.–-]*\s\S*$/, "")}…`;
	}

	function place({ title, number, section, page, date }) {
		const name = shortened(title);
		const parts = [
			number && !name.includes(number) ? `${name} (${number})` : name,
			section && `mục ${section}`, page && `trang ${page}`, dateWords(date),
		];
		return oneLine(parts.filter((part, at) => part && (!at || !name.includes(part))).join(", "));
	}

	// The passage with its quote marked: offsets count code points; wrapped lines are joined, crawled stars dropped.
	function passage(source) {
		const points = [...String(source.passage ?? "")];
		const [start, end] = [source.start, source.end].map((offset) => offset - source.passage_start);
		const quote = String(source.quote ?? "");
		const [from, to] = [points.slice(0, start), points.slice(end)].map((part) => part.join(""));
		const fits = start >= 0 && points.slice(start, end).join("") === quote;
		const [before, words, after] = [fits && from, quote, fits && to].map((part) => clean(part || "").replace(STARS, ""));
		const text = `${before}${words.replace(/^(\s*)([^]*?)(\s*)$/, "$1\ue000$2\ue001$3")}${after}`.trim()
			.replace(/[^\S\n]*\n\s*/g, (found, at, whole) => {
				const ends = LINE_END.test(whole.slice(Math.max(0, at - 4), at));
				return ends || /\n.*\n/.test(found) || ITEM.test(whole.slice(at + found.length)) ? "\n" : " ";
			});
		const box = h("div.passage");
		let into = box;
		for (const piece of text.split(/([\ue000\ue001\n])/))
			if (piece === "\ue000") box.append((into = h("mark")));
			else if (piece === "\ue001") into = box;
			else into.append(piece === "\n" ? h("span.gap") : piece.replace(/[^\S\n]+/g, " "));
		return box;
	}

	// The answer's words as paragraphs and lists; each [n] that `cite` has a node for is that node.
	function words(text, cite) {
		const box = h("div.words");
		let group = box;
		for (const raw of clean(text).replace(STARS, "").split("\n").filter((line) => line.trim())) {
			const [mark, bullet, number] = /^\s*(?:([-•+])|(\d{1,3})\.)\s+/.exec(raw) ?? [""];
			const tag = bullet ? "ul" : number ? "ol" : "div";
			const parts = raw.slice(mark.length).split(/\[(\d{1,3})\]/);
			if (group.localName !== tag) box.append((group = h(tag, { start: number })));
			group.append(h(mark ? "li" : "p", parts.map((part, at) => (at % 2 ? cite(+part) ?? `[${part}]` : part))));
		}
		return box;
	}

	function due(told) {
		if (!told) return "không nêu";
		const text = oneLine(told.text);
		const day = told.end ? dateWords(told.end).replace("ngày ", "") : "";
		return day && !text.includes("ngày") && !text.includes(day) ? `${text} (${day})` : text;
	}

	function table(tasks, cite) {
		const names = (value) => list(value).join("; ");
		const rows = tasks.map((task) => h("tr",
			h("td", due(task.due)),
			h("td", h("b", names(task.lead)), list(task.coordinating)[0] && `; phối hợp: ${names(task.coordinating)}`, h("br"),
				shortened(task.action, 300)),
			h("td", cite(+task.citation))));
		const heads = ["Thời hạn", "Cơ quan, nhiệm vụ", "Nguồn"].map((name) => h("th", { scope: "col" }, name));
		const label = `Bảng nhiệm vụ (${tasks.length} dòng)`;
		return fold(label, false,
			h("div.wide", { tabindex: 0, role: "group", label }, h("table", h("thead", h("tr", heads)), h("tbody", rows))));
	}

	function card(source, back) {
		const official = source.official !== false;
		const facts = {
			Số: source.number,
			Ngày: dateWords(source.date).replace("ngày ", ""),
			[official ? "Ban hành" : "Nguồn"]: source.issuer,
			"Vị trí": source.heading || source.section,
			Trang: source.page,
		};
		return h("div.card", { hidden: true },
			h(official ? "p.chip" : "p.chip.press", official ? "Văn bản chính thức" : "Báo chí"),
			h("h4", oneLine(source.title)),
			h("dl", Object.entries(facts).map(([key, value]) => value && [h("dt", key), h("dd", oneLine(value))])),
			passage(source), back);
	}

	const list = (value) => (Array.isArray(value) ? value.filter(Boolean) : []);
	const fold = (name, open, inner) => h("details", { open }, h("summary", name), inner);

	// Asking: server-sent events, or plain JSON from a server or proxy that does not stream.

	class Trouble extends Error {
		// `wait`: seconds until another try makes sense.
		constructor(line, wait = 0) {
			super(line);
			this.wait = wait;
		}
	}
	const LOST = "Câu trả lời bị đứt giữa chừng.";

	function trouble(problem, status, after) {
		const told = shortened(problem?.detail || problem?.title, 240);
		const detail = told && `${told[0].toUpperCase()}${told.slice(1).replace(/; hãy thử lại.*|\.$/, "")}.`;
		const wait = Math.min(86_400, Math.ceil(problem?.retry_after ?? after) || 0);
		if (status === 429) return new Trouble(detail || "Đã hỏi quá nhiều câu trong thời gian ngắn.", wait || 10);
		if (status === 403) return new Trouble(`Trang này (${location.origin}) chưa được phép dùng trợ lý; xin báo người quản trị.`);
		if (detail && (status < 500 || status === 503)) return new Trouble(detail, wait);
		return new Trouble(`Máy chủ gặp lỗi${status ? ` (${status})` : ""} nên chưa trả lời được.`, wait);
	}

	const check = async (response) => {
		if (!response.ok)
			throw trouble(await response.json().catch(() => null), response.status, response.headers.get("Retry-After"));
		return response;
	};

	async function* events(body, alive) {
		const reader = body.pipeThrough(new TextDecoderStream()).getReader();
		for (let rest = "", ended = false; !ended; ) {
			const { done, value } = await reader.read();
			alive();
			ended = done;
			const blocks = (rest + (value ?? "")).split(/\r?\n\r?\n/);
			rest = ended ? "" : blocks.pop();
			for (const block of blocks) {
				const field = (name) => [...block.matchAll(RegExp(`^${name}: ?(.*?)\\r?$`, "gm"))].map((found) => found[1]).join("\n");
				if (field("data")) yield [field("event"), JSON.parse(field("data"))];
			}
		}
	}

	const post = (path, body, signal, accept) => fetch(BASE + path, {
		method: "POST", credentials: "omit", cache: "no-store", referrerPolicy: "origin", signal,
		headers: { "Content-Type": "application/json", Accept: accept, "X-Chidao-Session": session }, body: JSON.stringify(body),
	});

	// The answer; `grow` is given the words so far, `alive` is called at each sign of life.
	async function request(body, signal, alive, grow) {
		let response;
		try {
			response = await post("api/v1/ask", body, signal, "text/event-stream, application/json;q=0.9");
		} catch {
			throw new Trouble(navigator.onLine ? "Không kết nối được máy chủ, hoặc trang này chưa được phép dùng trợ lý." :
				"Máy đang không có mạng.");
		}
		await check(response);
		try {
			if (!response.headers.get("Content-Type")?.includes("event-stream")) return read(await response.json());
			let text = "";
			for await (const [name, data] of events(response.body, alive))
				if (name === "done") return read(data);
				else if (name === "error") throw trouble(data, data.status);
				else if (name === "words") grow((text += data.text ?? ""));
		} catch (error) {
			if (error instanceof Trouble) throw error;
		}
		throw new Trouble(LOST);
	}

	// What is shown of an answer, with nothing missing.
	function read(answer) {
		if (typeof answer.status !== "string") throw TypeError("no answer");
		const { status, reason, because, understood, citations, neighbours, tasks } = answer;
		return {
			status, because, answer: clean(answer.answer), reason: clean(reason), understood: clean(understood),
			citations: list(citations), neighbours: list(neighbours), tasks: list(tasks),
		};
	}

	// The widget in its shadow root; returns what the page may call.
	function widget(root, data) {
		const colour = /^#[\da-f]{6}$/i.test(data.color) ? data.color : "#17365d";
		root.adoptedStyleSheets = [STYLE, `:host{--cd-bar:${colour}!important;--cd-on:${readable(colour)}!important}`].map((css) => {
			const sheet = new CSSStyleSheet();
			sheet.replaceSync(css);
			return sheet;
		});
		// `asking`: the AbortController of the question being answered; `turns`: {question, answer, rated}.
		let asking = null, turns = [];
		const title = data.title || "Trợ lý văn bản chỉ đạo";
		const label = data.label || "Hỏi văn bản";
		const launch = button("launch", () => open(), { label, "aria-haspopup": "dialog" }, icon("chat"), h("span", label));
		const fresh = iconButton("fresh", "Cuộc trò chuyện mới", clear);
		const log = h("div.log", { tabindex: 0, role: "region", label: "Cuộc trò chuyện" });
		const status = h("div.unseen", { role: "status" });
		const send = iconButton("send", "Gửi", () => (asking ? asking.abort("stop") : ask(box.value)));
		const full = h("a", { href: BASE, target: "_blank", rel: "noopener" }, "Mở trang đầy đủ");
		const box = h("textarea", {
			label: "Câu hỏi", rows: 1, maxlength: LONGEST, placeholder: "Nhập câu hỏi…", input: fit,
			keydown(event) {
				if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
				event.preventDefault();
				ask(box.value);
			},
		});
		const panel = h("section.panel", { role: "dialog", label: title, hidden: true },
			h("header", h("h2", title), fresh, iconButton("close", "Đóng", close)), log, status,
			h("div.ask", box, send), h("footer", "Hãy mở nguồn để đối chiếu. ", full));
		const all = h("aside.root", { lang: "vi", label: title, popover: HTMLElement.prototype.showPopover && "manual" }, launch, panel);
		all.classList.toggle("left", data.position === "left");
		root.append(all);
		// Keys typed in the open panel are no shortcuts of the page.
		for (const name of ["keydown", "keypress", "keyup"]) root.addEventListener(name, key);
		const dark = matchMedia("(prefers-color-scheme: dark)");
		const paint = () => all.classList.toggle("dark", data.theme === "dark" || (data.theme !== "light" && dark.matches));
		dark.addEventListener("change", paint);
		paint();
		// A phone's keyboard takes its part of the screen.
		globalThis.visualViewport?.addEventListener("resize", () => panel.style.setProperty("--high", `${visualViewport.height}px`));
		if (recall() ?? /^(true|1|)$/.test(data.open ?? "no")) open(false);
		try {
			for (const turn of turns) show(begin(turn.question), turn);
		} catch {
			// Kept by another version.
			turns = [];
			log.replaceChildren();
		}
		welcome();

		function open(focus = true) {
			panel.hidden = false;
			launch.hidden = true;
			if (focus) box.focus();
			keep();
		}

		function close() {
			panel.hidden = true;
			launch.hidden = false;
			launch.focus();
			keep();
		}

		function clear() {
			asking?.abort("new");
			turns = [];
			log.replaceChildren();
			welcome();
			keep();
			say("Đã mở cuộc trò chuyện mới.");
			box.focus();
		}

		async function ask(typed) {
			const question = clean(typed).trim().slice(0, LONGEST);
			if (!question || asking) return;
			const control = new AbortController();
			const seconds = +data.timeout || 60;
			let timer = 0;
			const alive = () => {
				clearTimeout(timer);
				timer = setTimeout(() => control.abort("late"), seconds * 1000);
			};
			log.querySelectorAll(".welcome, .failed").forEach((node) => node.remove());
			const turn = begin(question);
			const reply = h("div.reply.faint", { "aria-busy": "true" }, h("p", "Đang tìm trong các văn bản…"));
			turn.append(reply);
			log.scrollTop = turn.offsetTop - 12;
			box.value = "";
			fit();
			busy(control);
			say("Đang tìm trong các văn bản.");
			alive();
			try {
				const history = turns.map((earlier) => earlier.question).slice(-EARLIER);
				const answer = await request({ question, history }, control.signal, alive, (text) => {
					reply.className = "reply";
					reply.replaceChildren(words(text, (n) => h("span.cite", `[${n}]`)));
				});
				if (control.signal.aborted) throw new Trouble(LOST);
				const told = { question, answer, rated: "" };
				show(turn, told);
				turns.push(told);
				keep();
				say(`${answer.status === "answered" ? "Trả lời" : "Không tìm thấy"}: ${answer.answer.replace(/\s*\[\d+\]/g, "")}`);
			} catch (error) {
				const { reason } = control.signal;
				if (reason === "stop") {
					turn.remove();
					welcome();
					edit(box.value || question);
					say("Đã dừng.");
				} else if (reason !== "new")
					fail(turn, question, reason === "late" ? new Trouble(`Máy chủ chưa trả lời sau ${seconds} giây.`) : error);
			} finally {
				clearTimeout(timer);
				if (asking === control) busy(null);
			}
		}

		function welcome() {
			if (log.firstChild) return;
			const examples = (data.examples ?? "").split("|").map(oneLine).filter(Boolean).slice(0, 4);
			log.append(h("div.welcome",
				h("h3", "Ai phải hoàn thành việc gì, khi nào?"),
				h("p", "Hỏi về nhiệm vụ được giao trong các văn bản chỉ đạo. Bấm số [n] trong câu trả lời để mở đúng câu được " +
					"trích. Điều gì văn bản không nêu, trợ lý sẽ nói là không tìm thấy."),
				examples.map((example) => button("example", () => ask(example), example))));
		}

		function begin(question) {
			const turn = h("article.turn", h("h3", h("span.unseen", "Câu hỏi: "), question));
			log.append(turn);
			return turn;
		}

		function show(turn, said) {
			const { status, answer, reason, understood, citations, neighbours, tasks, because } = said.answer;
			const lacking = status !== "answered" && because !== "outside";
			const cited = sources(citations, "Nguồn");
			const cite = (n) => {
				const source = citations.find((citation) => +citation.n === n);
				if (!source) return null;
				const name = `Nguồn ${n}: ${place(source)}`;
				const node = button("cite", () => cited.open(n, node), { label: name, title: name }, `[${n}]`);
				return node;
			};
			// Without the question that it goes on from.
			const alone = understood.split(/ \((?:tiếp|như) câu: /)[0];
			const reply = h(status === "answered" ? "div.reply" : "div.reply.abstained",
				understood && h("p.faint", `Hiểu là: ${understood} `, button("small", () => edit(alone), { label: "Sửa câu hỏi này" }, "Sửa")),
				lacking && h("p", h("b", "Không tìm thấy trong các văn bản")),
				words(answer.trim() || NOT_FOUND, cite),
				lacking && reason && h("p.faint", `Lý do: ${reason.replace(/\.$/, "")}.`),
				tasks[1] && table(tasks, cite),
				citations[0] && fold(`Nguồn (${citations.length})`, citations.length <= FOLDED, cited.node),
				neighbours[0] && fold("Đoạn gần nhất (không phải câu trả lời)", false, sources(neighbours, "Đoạn gần nhất").node),
				actions(said));
			turn.querySelector(".reply")?.remove();
			turn.append(reply);
		}

		// Sources under an answer, each with its card; `open` shows one and brings its sentence into view.
		function sources(cited, kind) {
			const node = h("ol.sources");
			const setters = cited.map((source) => {
				let opener = null;
				const inner = card(source, button("small", () => set(false), kind === "Nguồn" ? "Về câu trả lời" : "Thu gọn"));
				const line = button("line", () => set(inner.hidden), { label: `${kind} ${source.n}: ${place(source)}`, "aria-expanded": "false" },
					h("b", `[${source.n}]`), h("span", place(source)));
				const set = (shown, from = line) => {
					inner.hidden = !shown;
					line.setAttribute("aria-expanded", shown);
					if (shown) {
						opener = from;
						line.focus({ preventScroll: true });
						reveal(line, inner.querySelector("mark"));
					} else opener.focus();
				};
				node.append(h("li", line, inner));
				return set;
			});
			const open = (n, from) => {
				node.parentNode.open = true;
				setters[cited.findIndex((source) => +source.n === n)](true, from);
			};
			return { node, open };
		}

		// Scrolls the log so that the source's line and its sentence are seen, or the sentence alone where both do not fit.
		function reveal(line, mark) {
			const [view, head, sentence] = [log, line, mark].map((node) => node.getBoundingClientRect());
			const top = sentence.bottom - head.top < view.height - 24 ? head.top : sentence.top;
			if (head.top < view.top || sentence.bottom > view.bottom - 12) log.scrollTop += top - view.top - 12;
		}

		function actions(said) {
			const { question, answer } = said;
			const thanks = h("span.faint", { role: "status" }, said.rated && THANKS);
			const rate = async (rating, reason) => {
				thanks.textContent = "Đang gửi…";
				try {
					const body = { question, answer: answer.answer.slice(0, 20_000), rating, reason };
					await check(await post("api/v1/feedback", body, AbortSignal.timeout(20_000), "application/json"));
					said.rated = rating;
					mark();
					keep();
					thanks.textContent = THANKS;
				} catch (error) {
					thanks.textContent = error instanceof Trouble ? error.message : "Chưa gửi được đánh giá; xin thử lại.";
				}
			};
			const why = h("select", { label: "Vì sao chưa đúng?" }, REASONS.map((reason) => h("option", reason)));
			const hint = "Nói rõ hơn (không bắt buộc)";
			const more = h("textarea", { rows: 2, maxlength: 500, label: hint, placeholder: hint });
			const form = h("div.why", { role: "group", label: "Góp ý", hidden: true }, why, more, button("small", () => {
				form.hidden = true;
				down.focus();
				rate("down", [why.value, more.value.trim()].filter(Boolean).join(": "));
			}, "Gửi góp ý"));
			const up = iconButton("up", "Câu trả lời tốt", () => rate("up", ""));
			const down = iconButton("down", "Câu trả lời chưa tốt", () => {
				form.hidden = !form.hidden;
				if (form.hidden) return;
				why.focus({ preventScroll: true });
				reveal(form, form);
			});
			const mark = () => [up, down].forEach((node) => node.setAttribute("aria-pressed", node.classList.contains(said.rated || "-")));
			mark();
			const copied = button("small", () => copy(answer, copied), "Sao chép");
			return h("div.actions", copied, up, down, thanks, form);
		}

		function fail(turn, question, error) {
			const again = button("small", () => ask(question));
			let left = error.wait ?? 0;
			const tick = () => {
				again.disabled = left > 0;
				const [unit, name] = left > 5400 ? [3600, "giờ"] : left > 90 ? [60, "phút"] : [1, "giây"];
				again.textContent = left > 0 ? `Thử lại sau ${Math.ceil(left / unit)} ${name}` : "Thử lại";
				if (left-- > 0 && turn.isConnected) setTimeout(tick, 1000);
			};
			const line = error instanceof Trouble ? error.message : "Có lỗi nên chưa trả lời được.";
			turn.classList.add("failed");
			turn.querySelector(".reply").replaceWith(h("div.reply", { role: "alert" }, h("p", `${line} `, again)));
			tick();
		}

		function busy(control) {
			asking = control;
			send.replaceChildren(icon(control ? "stop" : "send"));
			for (const name of ["aria-label", "title"]) send.setAttribute(name, control ? "Dừng" : "Gửi");
		}

		function fit() {
			box.style.height = "auto";
			box.style.height = `${Math.min(120, box.scrollHeight + 2)}px`;
		}

		function edit(text) {
			box.value = text;
			fit();
			box.focus();
		}

		function key(event) {
			if (panel.hidden) return;
			event.stopPropagation();
			if (event.type !== "keydown") return;
			const [edge, other] = event.shiftKey ? [fresh, full] : [full, fresh];
			if (event.key === "Escape" && !event.isComposing) close();
			else if (event.key === "Tab" && root.activeElement === edge) other.focus();
			else return;
			event.preventDefault();
		}

		function say(line) {
			status.textContent = shortened(line, 1500);
		}

		// What is copied: the words with their [n], and the line and quote of each source.
		async function copy({ answer, citations }, node) {
			const lines = [answer.replace(STARS, "").trim() || NOT_FOUND, citations[0] && "\nNguồn:",
				...citations.map((source) => `[${source.n}] ${place(source)}: “${oneLine(source.quote)}”`)];
			const text = lines.filter(Boolean).join("\n");
			try {
				await navigator.clipboard.writeText(text);
			} catch {
				// No clipboard on a plain http address.
				const area = h("textarea.unseen");
				area.value = text;
				panel.append(area);
				area.select();
				document.execCommand("copy");
				area.remove();
				node.focus();
			}
			node.textContent = "Đã sao chép";
			setTimeout(() => (node.textContent = "Sao chép"), 2000);
		}

		// The conversation of this tab, in the page's session storage; without one it lives as long as the page.
		function keep() {
			for (let from = Math.max(0, turns.length - 50); from <= turns.length; from++)
				try {
					const text = JSON.stringify({ open: !panel.hidden, session, turns: turns.slice(from) });
					if (text.length <= KEPT) return sessionStorage.setItem(KEY, text);
				} catch {}
		}

		// Takes up what was kept; returns whether the panel was open, undefined where nothing was kept.
		function recall() {
			try {
				const kept = JSON.parse(sessionStorage.getItem(KEY));
				turns = kept.turns.map(({ question, answer, rated }) => ({ question, answer: read(answer), rated }));
				session = kept.session || session;
				return kept.open;
			} catch {}
		}

		return {
			open, close, ask,
			raise() {
				if (all.popover) all.showPopover();
				log.scrollTop = log.scrollHeight;
			},
		};
	}

	// White or near black, whichever stands out more from `colour` (relative luminance of WCAG 2).
	function readable(colour) {
		const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
			.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#111" : "#fff";
	}

	const STYLE = `
:host{all:initial!important;display:block!important;position:static!important;direction:ltr!important;unicode-bidi:normal!important}
*{box-sizing:border-box;margin:0;padding:0}
[hidden]{display:none!important}
.root{--paper:#fff;--desk:#f4f6f9;--ink:#1b2733;--faint:#526070;--line:#cfd8e1;--edge:#6f7c89;--accent:#14528c;--tint:#e6eff8;--marked:#ffe9a3;--calm:#eef0f3;--alarm:#a3261b;--alarm-tint:#fdf0ee;--press:#7a4a00;--press-tint:#fdf3e0;color-scheme:light;
position:fixed;inset:auto max(20px,env(safe-area-inset-right)) max(20px,env(safe-area-inset-bottom)) auto;z-index:2147483647;width:auto;height:auto;margin:0;padding:0;border:0;background:none;overflow:visible;font:16px/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;color:var(--ink);text-align:left}
.root.left{inset:auto auto max(20px,env(safe-area-inset-bottom)) max(20px,env(safe-area-inset-left))}
.dark{--paper:#18222d;--desk:#111921;--ink:#e6ebf0;--faint:#a5b2bf;--line:#33424f;--edge:#8795a3;--accent:#8cbff0;--tint:#20344a;--marked:#6b5410;--calm:#222c36;--alarm:#ff9d92;--alarm-tint:#3a2220;--press:#f0c27a;--press-tint:#3a2f1c;color-scheme:dark}
button,textarea,select{font:inherit;color:inherit;letter-spacing:inherit}
button,summary{cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.launch{display:flex;align-items:center;gap:10px;min-height:56px;padding:0 22px 0 18px;border:2px solid #fff;border-radius:28px;background:var(--cd-bar);color:var(--cd-on);font-weight:600;box-shadow:0 4px 16px #0005}
.launch:hover,.send:hover{filter:brightness(1.15)}
.panel{position:fixed;inset:auto 20px 20px auto;display:flex;flex-direction:column;width:min(clamp(440px,28vw,540px),100vw - 40px);height:min(760px,100dvh - 40px);overflow:hidden;background:var(--desk);border:1px solid var(--edge);border-radius:14px;box-shadow:0 12px 40px #0006;animation:in .16s ease-out}
.left .panel{inset:auto auto 20px 20px}
@keyframes in{from{opacity:0;transform:translateY(10px)}}
header{display:flex;align-items:center;gap:4px;padding:8px 8px 8px 18px;background:var(--cd-bar);color:var(--cd-on)}
h2{flex:1;min-width:0;font-size:17px;line-height:1.3;overflow-wrap:anywhere}
.icon{display:grid;place-items:center;width:44px;height:44px;padding:0;border:0;border-radius:8px;background:none}
header .icon:hover{background:#8884}
header :focus-visible,.send:focus-visible{outline-color:var(--cd-on)}
.send:focus-visible{outline-offset:-5px}
.log{position:relative;flex:1;min-height:0;padding:14px 16px;overflow:auto;overscroll-behavior:contain;overflow-wrap:anywhere}
.log:focus-visible{outline-offset:-3px}
.turn:last-child{min-height:100%}
.turn h3{margin:4px 0 8px;padding-left:12px;border-left:4px solid var(--accent);font-size:16px;line-height:1.45;white-space:pre-wrap}
.turn+.turn{margin-top:22px}
.reply{padding:14px 16px;background:var(--paper);border:1px solid var(--line);border-radius:10px}
.reply p,.words ul,.words ol,.words li{margin-bottom:8px}
.words ul{padding-left:20px}
.words ol{padding-left:28px}
.abstained{background:var(--calm);border-left:4px solid var(--edge)}
.failed .reply{background:var(--alarm-tint);border:1px solid var(--alarm);border-left-width:4px}
.failed .reply p{margin:0}
.faint,footer{color:var(--faint);font-size:14.5px}
.cite{display:inline-block;min-width:28px;min-height:24px;padding:0 4px;border:0;border-radius:5px;background:var(--tint);color:var(--accent);font-size:15px;font-weight:600;line-height:24px;text-align:center}
button.cite:hover{background:var(--accent);color:var(--paper)}
.small,.example{min-height:32px;padding:3px 10px;border:1px solid var(--edge);border-radius:6px;background:none;color:var(--accent);font-size:14.5px}
.small:hover,.example:hover,.actions .icon:hover{background:var(--tint)}
.small:disabled{color:var(--faint);cursor:default}
details{margin-top:10px;padding-top:8px;border-top:1px solid var(--line)}
summary{padding:4px 0;color:var(--accent);font-size:15px;font-weight:600}
.wide{overflow:auto}
table{width:100%;border-collapse:collapse;font-size:14px;line-height:1.45}
th,td{padding:6px 8px;border:1px solid var(--line);text-align:left;vertical-align:top}
th{background:var(--tint);white-space:nowrap}
td{overflow-wrap:break-word}
td:first-child{min-width:100px}
.sources{list-style:none}
.line{display:flex;gap:8px;width:100%;padding:6px 8px;border:0;border-radius:6px;background:none;color:var(--accent);font-size:14.5px;line-height:1.45;text-align:left}
.line b{flex:none}
.line:hover,.line[aria-expanded=true]{background:var(--tint)}
.card{margin:4px 0 12px;padding:12px 14px;border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;font-size:15px}
h4{margin:8px 0;font-size:15.5px;line-height:1.4}
.reply .chip{display:inline-block;margin:0;padding:1px 10px;border-radius:99px;background:var(--tint);color:var(--accent);font-size:13.5px;font-weight:600}
.reply .chip.press{background:var(--press-tint);color:var(--press)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin-bottom:10px;font-size:14.5px}
dt{color:var(--faint)}
.passage{margin-bottom:10px;padding-top:10px;border-top:1px solid var(--line);line-height:1.65}
.gap{display:block;height:8px}
mark{padding:1px 0;background:var(--marked);color:inherit;border-radius:2px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:4px 6px;margin-top:12px}
.actions .icon{width:36px;height:36px;color:var(--faint)}
.actions svg{width:20px;height:20px}
.down svg{rotate:180deg}
.icon[aria-pressed=true]{background:var(--tint);color:var(--accent)}
.why{display:grid;gap:8px;width:100%;margin-top:6px}
.why .small{justify-self:start}
.why select,.why textarea,.ask textarea{width:100%;min-height:44px;padding:9px 12px;border:1px solid var(--edge);border-radius:8px;background:var(--paper);resize:none}
.ask{display:flex;align-items:end;gap:8px;padding:10px 12px 4px;border-top:1px solid var(--line)}
.ask textarea{flex:1;min-width:0;line-height:1.5}
::placeholder{color:var(--faint);opacity:1}
.send{flex:none;background:var(--cd-bar);color:var(--cd-on);border:1px solid var(--edge)}
footer{padding:0 14px 8px;font-size:13.5px;text-align:center}
a{display:inline-block;min-height:24px;color:var(--accent)}
.welcome h3{margin-bottom:8px;font-size:19px;line-height:1.35}
.example{display:block;width:100%;min-height:44px;margin-top:10px;padding:8px 12px;background:var(--paper);text-align:left;font-size:15px}
@media (max-width:480px),(max-height:480px){
.panel,.left .panel{inset:0;width:100%;height:var(--high,100dvh);border:0;border-radius:0}
.launch{width:56px;padding:0;justify-content:center}
.launch span{display:none}
.log{padding:12px}
.reply{padding:12px 14px}
}
@media (prefers-contrast:more){.root{--faint:var(--ink);--line:var(--ink);--edge:var(--ink)}}
@media (forced-colors:active){.cite,.send,.launch,.icon,.line[aria-expanded=true]{border:1px solid ButtonText}.icon[aria-pressed=true]{border:3px solid Highlight}mark{background:Mark;color:MarkText;forced-color-adjust:none}}
@media (prefers-reduced-motion:reduce){.panel{animation:none}}
@media print{:host{display:none!important}}
`;

	if (!customElements.get(NAME))
		customElements.define(NAME, class extends HTMLElement {
			start(data) {
				Object.assign(this, widget(this.attachShadow({ mode: "open" }), data));
			}
			connectedCallback() {
				this.raise?.();
			}
		});
	const begin = () => {
		if (document.querySelector(NAME)) return;
		const element = document.createElement(NAME);
		element.start(script.dataset);
		document.body.append(element);
	};
	document.body ? begin() : document.addEventListener("DOMContentLoaded", begin);
})();
