/* Suggests speakers, outlets and tags while typing. Search boxes work as they are without it. */
"use strict";

const LAST_WORD = /(?:[^\s"]+[:：]"[^"]*|\S+)$/;
const words = document.currentScript.dataset; // in the language of the page
const PAUSE = 120; // milliseconds without a key before asking

document.querySelectorAll("input[data-suggest]").forEach((box, number) => {
    const only = box.dataset.suggestOnly; // a box for names of one sort holds a name, not a query
    const list = document.createElement("ul");
    const status = document.createElement("span");
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.title);
    list.hidden = true;
    status.className = "for-screen-readers";
    status.setAttribute("role", "status");
    box.form.append(list, status);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    box.autocomplete = "off";

    let timer, asking, active = -1;

    const close = () => {
        clearTimeout(timer);
        asking?.abort();
        list.hidden = true;
        active = -1;
        status.textContent = "";
        box.setAttribute("aria-expanded", "false");
        box.removeAttribute("aria-activedescendant");
    };

    const choose = option => {
        box.value = only ? option.dataset.value : `${box.value.replace(LAST_WORD, "")}${option.dataset.filter} `;
        close();
        box.focus();
    };

    const activate = to => {
        const options = [...list.children];
        active = (to + options.length) % options.length;
        options.forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
        options[active].scrollIntoView({ block: "nearest" });
        box.setAttribute("aria-activedescendant", options[active].id);
    };

    const show = suggestions => {
        list.replaceChildren(...suggestions.map(({ field, value, name, count }, n) => {
            const option = document.createElement("li");
            const about = document.createElement("span");
            option.id = `${list.id}-${n}`;
            option.setAttribute("role", "option");
            option.setAttribute("aria-selected", "false");
            option.dataset.filter = /[\s"“”]/.test(value) ? `${field}:"${value.replace(/["“”]/g, " ")}"` : `${field}:${value}`;
            option.dataset.value = value;
            option.lang = "zh";
            option.textContent = field === "outlet" || name === value ? name : `${value} (${name})`;
            about.lang = document.documentElement.lang;
            about.textContent = ` ${words[field]} · ${count.toLocaleString("en")}`;
            option.append(about);
            option.addEventListener("pointerdown", event => {
                event.preventDefault();
                choose(option);
            });
            return option;
        }));
        active = -1;
        box.removeAttribute("aria-activedescendant");
        list.hidden = !suggestions.length;
        list.style.top = `${box.offsetTop + box.offsetHeight}px`;
        list.style.left = `${box.offsetLeft}px`;
        list.style.minWidth = `${box.offsetWidth}px`;
        box.setAttribute("aria-expanded", String(!list.hidden));
        status.textContent = list.hidden ? "" : words.found.replace("{n}", suggestions.length);
    };

    const ask = async () => {
        asking?.abort();
        const word = only ? box.value.trim() : box.value.match(LAST_WORD)?.[0];
        if (!word) return close();
        asking = new AbortController();
        try {
            const url = `${box.dataset.suggest}?q=${encodeURIComponent(only ? `${only}:${word}` : word)}`;
            const answer = await fetch(url, { signal: asking.signal });
            if (answer.ok) show(await answer.json());
        } catch {
            // aborted by the next key, or offline: there is nothing to suggest
        }
    };

    box.addEventListener("input", event => {
        clearTimeout(timer);
        if (!event.isComposing) timer = setTimeout(ask, PAUSE);
    });
    box.addEventListener("compositionend", () => { timer = setTimeout(ask, PAUSE); });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", event => {
        if (event.isComposing) return;
        if (list.hidden) {
            if (event.key === "ArrowDown" && box.value) ask();
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            activate(event.key === "ArrowDown" ? active + 1 : Math.max(active, 0) - 1);
            event.preventDefault();
        } else if (event.key === "Escape") {
            close();
            event.preventDefault();
        } else if (event.key === "Enter" && active >= 0) {
            choose(list.children[active]);
            event.preventDefault();
        }
    });
});
