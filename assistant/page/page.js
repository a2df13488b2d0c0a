// The panel of sources, the drawer of conversations, verdicts, filters, and Vietnamese for what gradio says in
// English. Loaded in the head, before gradio draws the page; everything hangs on the document.
(() => {
	const WORDS = {
		"chatbot conversation": "Cuộc trò chuyện",
		"Loading response": "Đang trả lời",
		"Scroll down": "Xuống cuối",
		Close: "Đóng",
		Error: "Lỗi",
		Warning: "Lưu ý",
		Info: "Thông tin",
		"Connection Lost": "Mất kết nối",
		"Connection to the server was lost. Attempting reconnection...": "Mất kết nối với máy chủ, đang nối lại…",
		"Connection errored out.": "Mất kết nối với máy chủ.",
	};
	const KEY = "chidao.conversation";
	const api = (path) => new URL(`api/v1/${path}`, document.baseURI);
	const element = (tag, properties = {}, ...children) => {
		const made = Object.assign(document.createElement(tag), properties);
		made.append(...children);
		return made;
	};
	const narrow = window.matchMedia("(max-width: 900px)");

	// The panel: beside the chat where there is room, over it where there is not.
	const panel = document.createElement("dialog");
	panel.id = "panel";
	panel.setAttribute("aria-labelledby", "panel-name");
	panel.innerHTML =
		'<header><p id="panel-name"></p><button type="button" class="close" aria-label="Đóng nguồn">×</button></header>' +
		'<div class="body" tabindex="0"></div>';
	let opener = null;

	function show() {
		narrow.matches ? panel.showModal() : panel.show();
		document.body.classList.add("with-panel");
		const body = panel.querySelector(".body");
		const mark = body.querySelector("mark");
		body.focus({ preventScroll: true });
		body.scrollTop = 0;
		if (mark && mark.getBoundingClientRect().bottom > body.getBoundingClientRect().bottom - 24)
			mark.scrollIntoView({ block: "center" });
	}

	function open(button, card) {
		if (panel.open) panel.close();
		opener = button;
		document.querySelectorAll(".current").forEach((other) => other.classList.remove("current"));
		button.classList.add("current");
		panel.querySelector("#panel-name").textContent = button.title.split(":")[0];
		panel.querySelector(".body").replaceChildren(...card.cloneNode(true).childNodes);
		for (const link of panel.querySelectorAll("a")) link.target = "chidao-document"; // beside the conversation
		show();
	}

	function close() {
		if (!panel.open) return;
		panel.close();
		document.body.classList.remove("with-panel");
		opener.classList.remove("current");
		opener.focus();
	}

	panel.addEventListener("cancel", (event) => {
		event.preventDefault();
		close();
	});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape") close();
	});
	narrow.addEventListener("change", () => {
		if (!panel.open) return;
		panel.close();
		show();
	});

	document.addEventListener("click", (event) => {
		const button = event.target.closest?.("button");
		if (!button) return;
		if (button.matches("#panel .close")) close();
		else if (button.matches(".turn .open")) open(button, button.nextElementSibling);
		else if (button.matches(".turn .cite")) {
			const source = button.closest(".turn").querySelector(`.cited .open[value="${button.value}"]`);
			if (source) open(button, source.nextElementSibling);
		} else if (button.matches(".turn .copy")) copy(button);
		else if (button.matches(".turn .edit")) edit(button.value);
		else if (button.matches(".turn .suggested")) {
			edit(button.value);
			setTimeout(() => document.querySelector("#send").click(), 60);
		} else if (button.matches(".turn .judge")) judge(button);
		else if (button.matches("#history")) openDrawer(button);
	});

	// How a question was understood, put into the box to be corrected.
	function edit(words) {
		const box = document.querySelector("#question textarea");
		Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, words);
		box.dispatchEvent(new Event("input", { bubbles: true }));
		box.focus();
	}

	// What is copied: the words with their [n], and the line of each source.
	async function copy(button) {
		const turn = button.closest(".turn");
		const parts = turn.querySelectorAll(".words > p, .words li, .cited .open");
		const mark = (part) => {
			if (part.matches(".words ol > li")) return `${[...part.parentNode.children].indexOf(part) + 1}. `;
			return part.matches(".words li") ? "- " : "";
		};
		const lines = [...parts].map((part) => mark(part) + part.innerText.replace(/\s+/g, " ").trim());
		const text = lines.join("\n");
		try {
			await navigator.clipboard.writeText(text);
		} catch {
			// no clipboard on a plain http address
			const area = Object.assign(document.createElement("textarea"), { value: text });
			document.body.append(area);
			area.select();
			document.execCommand("copy");
			area.remove();
		}
		button.textContent = "Đã sao chép";
		setTimeout(() => (button.textContent = "Sao chép"), 2000);
	}

	// A dialog over the page with a heading and a button that closes it.
	function sheet(id, name) {
		const dialog = element("dialog", { id, className: "sheet" });
		dialog.setAttribute("aria-labelledby", `${id}-name`);
		const shut = element("button", { type: "button", className: "close", textContent: "×" });
		shut.setAttribute("aria-label", "Đóng");
		shut.addEventListener("click", () => dialog.close());
		dialog.append(
			element("header", {}, element("h2", { id: `${id}-name`, textContent: name }), shut),
			element("div", { className: "body" }),
		);
		dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
		return dialog;
	}
	const told = (dialog, words) => dialog.querySelector(".body").replaceChildren(element("p", { textContent: words, role: "status" }));
	async function asked(path, options) {
		const answer = await fetch(api(path), { headers: { Accept: "application/json" }, ...options });
		if (answer.ok) return answer.status === 204 ? null : answer.json();
		const problem = await answer.json().catch(() => ({}));
		throw new Error(problem.detail ?? `máy chủ trả lời ${answer.status}`);
	}

	// The drawer: the person's own conversations, to open, to take along, to delete.
	const drawer = sheet("drawer", "Cuộc trò chuyện của bạn");

	async function openDrawer() {
		told(drawer, "Đang mở…");
		drawer.showModal();
		try {
			const { conversations } = await asked("conversations?limit=200");
			if (!conversations.length) return told(drawer, "Chưa có cuộc trò chuyện nào.");
			drawer.querySelector(".body").replaceChildren(element("ul", {}, ...conversations.map(line)));
			drawer.querySelector("li button").focus();
		} catch (error) {
			told(drawer, `Không mở được: ${error.message}`);
		}
	}

	function line(one) {
		const when = new Date(one.changed).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
		const go = element("button", { type: "button", className: "go" }, element("span", { className: "title", textContent: one.title }),
			element("span", { className: "when", textContent: `${when}, ${one.length} câu hỏi` }));
		if (one.id === window.chidao.saved()) go.setAttribute("aria-current", "true");
		go.addEventListener("click", () => {
			sessionStorage.setItem(KEY, one.id);
			drawer.close();
			close();
			newest = null;
			document.querySelector("#reopen").click();
		});
		const file = (format, words) => {
			const link = element("a", { href: api(`conversations/${one.id}/export?format=${format}`).href, textContent: words });
			link.setAttribute("aria-label", `Xuất ${words}: ${one.title}`);
			return link;
		};
		const remove = element("button", { type: "button", className: "remove", textContent: "Xóa" });
		remove.setAttribute("aria-label", `Xóa: ${one.title}`);
		const item = element("li", {}, go, element("p", { className: "does" }, file("docx", "Word"), file("md", "Markdown"), remove));
		remove.addEventListener("click", async () => {
			if (!remove.classList.contains("sure")) {
				remove.classList.add("sure");
				remove.textContent = "Xóa hẳn?";
				remove.setAttribute("aria-label", `Bấm lần nữa để xóa hẳn: ${one.title}`);
				return;
			}
			try {
				await asked(`conversations/${one.id}`, { method: "DELETE" });
			} catch (error) {
				return void (remove.textContent = error.message);
			}
			if (one.id === window.chidao.saved()) document.querySelector("#new").click();
			const list = item.parentNode;
			item.remove();
			if (list.children.length) list.querySelector("button").focus();
			else told(drawer, "Chưa có cuộc trò chuyện nào.");
		});
		return item;
	}

	// A verdict: a thumb up at once, a thumb down with its reason.
	const opinion = sheet("opinion", "Câu trả lời này sai ở đâu?");
	const REASONS = ["Thiếu nhiệm vụ hoặc cơ quan", "Sai thời hạn", "Trích dẫn không đúng chỗ", "Không đúng điều được hỏi", "Lý do khác"];

	function judge(button) {
		const turn = button.closest(".turn");
		const questions = [...document.querySelectorAll("#chat .question")];
		const behind = questions.filter((q) => q.compareDocumentPosition(turn) & Node.DOCUMENT_POSITION_FOLLOWING);
		const body = { question: behind.at(-1)?.innerText ?? "", answer: turn.querySelector(".words").innerText.slice(0, 20000) };
		const send = async (rating, reason) => {
			const options = { method: "POST", body: JSON.stringify({ ...body, rating, reason }) };
			options.headers = { Accept: "application/json", "Content-Type": "application/json" };
			await asked("feedback", options);
			for (const other of turn.querySelectorAll(".judge")) other.setAttribute("aria-pressed", other === button);
			turn.querySelector(".thanks")?.remove();
			button.parentNode.append(element("span", { className: "thanks", textContent: "Đã ghi nhận, cảm ơn.", role: "status" }));
		};
		if (button.matches(".up")) return void send("up", "").catch((error) => (button.title = error.message));
		const choices = REASONS.map((words, i) =>
			element("label", {}, element("input", { type: "radio", name: "reason", value: words, required: true, checked: i === 0 }), ` ${words}`));
		const more = element("textarea", { rows: 3, maxLength: 2000 });
		const problem = element("p", { role: "alert" });
		const form = element("form", { method: "dialog" },
			element("fieldset", {}, element("legend", { textContent: "Lý do" }), ...choices),
			element("label", { className: "more" }, "Nói rõ thêm (không bắt buộc)", more), problem,
			element("button", { type: "submit", className: "primary", textContent: "Gửi nhận xét" }));
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			const reason = [form.elements.reason.value, more.value.trim()].filter(Boolean).join(": ");
			try {
				await send("down", reason);
				opinion.close();
			} catch (error) {
				problem.textContent = error.message;
			}
		});
		opinion.querySelector(".body").replaceChildren(form);
		opinion.showModal();
	}

	// What questions are narrowed to: fields that are folded away, chips for those that are set.
	const FIELDS = { body: "Cơ quan", due_from: "Hạn từ", due_to: "Hạn đến hết", document: "Văn bản" };
	const field = (name) => document.querySelector(`#narrow [name=${name}]`);

	function chips() {
		const set = Object.entries(FIELDS).filter(([name]) => field(name)?.value.trim());
		document.querySelector("#narrow .chips").replaceChildren(
			...set.map(([name, words]) => {
				const chip = element("button", { type: "button", className: "chip", textContent: `${words}: ${field(name).value.trim()} ×` });
				chip.setAttribute("aria-label", `Bỏ lọc ${words.toLowerCase()} ${field(name).value.trim()}`);
				chip.addEventListener("click", () => {
					field(name).value = "";
					chips();
					(document.querySelector("#narrow .chip") ?? document.querySelector("#question textarea")).focus();
				});
				return chip;
			}),
		);
	}
	document.addEventListener("input", (event) => event.target.closest?.("#narrow") && chips());
	document.addEventListener("keydown", (event) => {
		if (event.key === "Enter" && event.target.matches?.("#narrow input")) document.querySelector("#question textarea").focus();
	});

	// The conversation of this tab, by its id: the server keeps the rest.
	window.chidao = {
		save() {
			const kept = [...document.querySelectorAll("#chat .judge")].at(-1)?.value;
			if (kept) sessionStorage.setItem(KEY, kept);
		},
		saved: () => sessionStorage.getItem(KEY) ?? "",
		forget: () => sessionStorage.removeItem(KEY),
		narrowed: () => JSON.stringify(Object.fromEntries(Object.keys(FIELDS).map((name) => [name, field(name)?.value ?? ""]))),
	};

	// Gradio has no Vietnamese, and drops aria-label from messages.
	function translate() {
		for (const button of document.querySelectorAll(".cite:not([aria-label]), .open:not([aria-label]), .judge:not([aria-label])"))
			button.setAttribute("aria-label", button.title);
		for (const message of document.querySelectorAll("#chat [data-testid=bot][aria-label], #chat [data-testid=user][aria-label]"))
			message.removeAttribute("aria-label"); // the whole message again, as HTML source
		for (const name of ["aria-label", "title"])
			for (const element of document.querySelectorAll(`[${name}]`)) {
				const value = element.getAttribute(name);
				const example = value.match(/^Select example (\d+): (.*)$/s);
				const said = example ? `Câu hỏi mẫu ${example[1]}: ${example[2]}` : WORDS[value];
				if (said) element.setAttribute(name, said);
			}
		for (const element of document.querySelectorAll(".toast-title, [data-testid=toast-text]"))
			if (WORDS[element.textContent.trim()]) element.textContent = WORDS[element.textContent.trim()];
	}
	// What is new comes into view from its beginning: the chat follows an answer until its question is at the top.
	let newest = null;
	function follow() {
		const last = [...document.querySelectorAll("#chat .welcome, #chat .turn")].at(-1);
		if (!last || last === newest) return;
		newest = last;
		const first = [...document.querySelectorAll("#chat .welcome, #chat .question")].at(-1);
		const view = first.closest(".panel-wrap");
		view.scrollTop += first.getBoundingClientRect().top - view.getBoundingClientRect().top - 24;
	}
	let waiting = false;
	new MutationObserver(() => {
		if (waiting) return;
		waiting = true;
		requestAnimationFrame(() => {
			waiting = false;
			translate();
			follow();
		});
	}).observe(document.documentElement, { childList: true, subtree: true });

	const ready = () => document.body.append(panel, drawer, opinion);
	document.body ? ready() : document.addEventListener("DOMContentLoaded", ready);
	document.documentElement.lang = "vi";
})();
