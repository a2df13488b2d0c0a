// What the pages of the register and the documents do beyond links and forms: bringing in and removing documents
// with their progress, the address of a calendar, short addresses of filters.
(() => {
	const api = (path) => new URL(`${document.body.dataset.root}api/v1/${path}`, location.href);
	const element = (tag, properties = {}, ...children) => {
		const made = Object.assign(document.createElement(tag), properties);
		made.append(...children);
		return made;
	};
	async function asked(address, options = {}) {
		const answer = await fetch(address, { headers: { Accept: "application/json" }, ...options });
		const told = await answer.json().catch(() => ({}));
		if (!answer.ok) throw new Error(told.detail ?? `máy chủ trả lời ${answer.status}`);
		return told;
	}
	const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

	async function ended(id, seen) {
		for (;;) {
			const job = await asked(api(`jobs/${id}`));
			if (job.state === "done") return job.report ?? {};
			if (job.state === "failed") throw new Error(job.error);
			seen(job);
			await pause(500);
		}
	}

	// Empty fields do not belong into the address.
	for (const form of document.querySelectorAll("form.filters"))
		form.addEventListener("submit", () => {
			for (const field of form.elements) field.disabled ||= field.name && !field.value;
		});
	window.addEventListener("pageshow", () => {
		for (const field of document.querySelectorAll("form.filters [disabled]")) field.disabled = false;
	});

	// Bringing in: the files go up, the server reads them, its report stands below.
	const bring = document.querySelector("#bring");
	const report = bring?.querySelector(".report");
	const bar = bring?.querySelector("progress");

	function sent(form) {
		return new Promise((done, failed) => {
			const request = new XMLHttpRequest();
			const body = new FormData();
			for (const file of form.elements.files.files) body.append("files", file);
			request.open("POST", `${form.action}?replace=${form.elements.replace.checked}`);
			request.responseType = "json";
			request.upload.onprogress = (event) => (bar.value = (40 * event.loaded) / event.total);
			request.onerror = () => failed(new Error("mất kết nối với máy chủ"));
			request.onload = () =>
				request.status === 202 ? done(request.response) : failed(new Error(request.response?.detail ?? `máy chủ trả lời ${request.status}`));
			request.send(body);
		});
	}
	bring?.addEventListener("submit", async (event) => {
		event.preventDefault();
		const button = bring.querySelector("[type=submit]");
		button.disabled = true;
		bar.hidden = false;
		bar.value = 0;
		report.replaceChildren("Đang gửi…");
		try {
			const job = await sent(bring);
			const told = await ended(job.id, ({ stage, done, total }) => {
				bar.value = 40 + (total ? (60 * done) / total : 0);
				report.replaceChildren(stage ? `${stage}: ${done}/${total}` : "Đang chờ đến lượt…");
			});
			const lines = [
				...(told.new ?? []).map((name) => `Đã nạp: ${name}`),
				...(told.changed ?? []).map((name) => `Đã thay: ${name}`),
				...(told.unchanged ?? []).map((name) => `Không đổi: ${name}`),
				...Object.entries(told.refused ?? {}).map(([name, why]) => `Không đọc được: ${name} (${why})`),
			];
			bar.value = 100;
			report.replaceChildren(
				element("ul", {}, ...lines.map((textContent) => element("li", { textContent }))),
				element("p", {}, element("a", { href: location.pathname, textContent: "Xem danh sách mới" })),
			);
		} catch (error) {
			bar.hidden = true;
			report.replaceChildren(element("p", { className: "problem", textContent: `Chưa nạp được: ${error.message}` }));
		}
		button.disabled = false;
	});

	document.addEventListener("click", async (event) => {
		const button = event.target.closest?.("button");
		if (button?.matches(".remove")) {
			if (!button.classList.contains("sure")) {
				button.classList.add("sure");
				button.textContent = "Gỡ hẳn?";
				button.setAttribute("aria-label", "Bấm lần nữa để gỡ hẳn");
				return;
			}
			button.disabled = true;
			try {
				const job = await asked(api(`documents/${button.value}`), { method: "DELETE", headers: { Accept: "application/json" } });
				await ended(job.id, () => (button.textContent = "Đang gỡ…"));
				location.reload();
			} catch (error) {
				button.replaceWith(element("span", { className: "problem", role: "alert", textContent: error.message }));
			}
		} else if (button?.matches(".calendar")) {
			try {
				const told = await asked(button.value);
				const until = told.expires_days ? ` Địa chỉ dùng được ${told.expires_days} ngày.` : "";
				const field = element("input", { value: told.address, readOnly: true, className: "address" });
				field.setAttribute("aria-label", "Địa chỉ lịch");
				button.replaceWith(element("span", { className: "subscribe" }, field, element("small", { textContent: `Dán vào Outlook hoặc Google Lịch để đăng ký.${until}` })));
				field.focus();
				field.select();
			} catch (error) {
				button.replaceWith(element("span", { className: "problem", role: "alert", textContent: error.message }));
			}
		}
	});
})();
