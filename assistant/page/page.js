// The panel of sources, the copy button, the conversation kept over a reload, and Vietnamese for what gradio
// says in English. Loaded in the head, before gradio draws the page; everything hangs on the document.
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
	const LIMIT = 2_000_000; // characters kept; the oldest turns go first
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

	// The conversation of this tab, as the server reads it back: [[question, reply], ...] in HTML.
	window.chidao = {
		save(chat) {
			const said = (chat ?? []).map((message) => message.content.map((part) => part.text ?? "").join(""));
			const turns = [];
			for (let i = 0; i + 1 < said.length; i += 2)
				turns.push([said[i].replace(/^<div class="question">|<\/div>$/g, ""), said[i + 1]]);
			while (JSON.stringify(turns).length > LIMIT) turns.shift();
			sessionStorage.setItem(KEY, JSON.stringify(turns));
		},
		saved: () => sessionStorage.getItem(KEY) ?? "[]",
	};

	// Gradio has no Vietnamese, and drops aria-label from messages.
	function translate() {
		for (const button of document.querySelectorAll(".cite:not([aria-label]), .open:not([aria-label])"))
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

	const ready = () => document.body.append(panel);
	document.body ? ready() : document.addEventListener("DOMContentLoaded", ready);
	document.documentElement.lang = "vi";
})();
