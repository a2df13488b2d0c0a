// Filters over the cases, keys, and the dark or light ground. Nothing is sent or kept.
"use strict";

const cases = [...document.querySelectorAll(".case")];
const controls = Object.fromEntries(["text", "result", "kind", "stage", "form"].map((id) => [id, document.getElementById(id)]));
const words = new Map(cases.map((one) => [one, one.textContent.normalize("NFC").toLowerCase()]));

function value(id) {
	return controls[id] ? controls[id].value : "";
}

function shown(one) {
	const text = value("text").normalize("NFC").toLowerCase().trim();
	return (!text || words.get(one).includes(text))
		&& (!value("result") || one.classList.contains(value("result")))
		&& ["kind", "stage", "form"].every((id) => !value(id) || one.dataset[id] === value(id));
}

function filter() {
	let count = 0;
	for (const one of cases) {
		one.hidden = !shown(one);
		count += !one.hidden;
	}
	document.getElementById("count").textContent = count === cases.length ? `${count} trường hợp` : `${count} trong ${cases.length} trường hợp`;
	document.getElementById("none").hidden = count > 0;
}

function move(step) {
	const visible = cases.filter((one) => !one.hidden);
	const at = visible.indexOf(document.activeElement.closest(".case"));
	const next = visible[at < 0 ? 0 : Math.min(visible.length - 1, Math.max(0, at + step))];
	if (next) next.querySelector("summary").focus();
}

for (const control of Object.values(controls)) {
	if (control) control.addEventListener("input", filter);
}
document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
document.querySelector(".filters").addEventListener("reset", () => setTimeout(filter));

for (const button of document.querySelectorAll("[data-filter]")) {
	button.addEventListener("click", () => {
		const control = controls[button.dataset.filter];
		if (!control) return;
		control.value = button.dataset.value;
		filter();
		document.getElementById("cases").focus();
	});
}

document.addEventListener("keydown", (event) => {
	if (event.ctrlKey || event.altKey || event.metaKey) return;
	if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
		if (event.key === "Escape") event.target.blur();
		return;
	}
	if (event.key === "/") {
		event.preventDefault();
		controls.text.focus();
	} else if (event.key === "j") move(1);
	else if (event.key === "k") move(-1);
	else if (event.key === "f") {
		controls.result.value = controls.result.value === "failed" ? "" : "failed";
		filter();
	}
});

const theme = document.getElementById("theme");
function ground(dark) {
	document.documentElement.dataset.theme = dark ? "dark" : "light";
	theme.setAttribute("aria-pressed", String(dark));
	theme.textContent = dark ? "Nền sáng" : "Nền tối";
}
const wanted = matchMedia("(prefers-color-scheme: dark)");
ground(wanted.matches);
wanted.addEventListener("change", (event) => ground(event.matches));
theme.addEventListener("click", () => ground(document.documentElement.dataset.theme !== "dark"));
