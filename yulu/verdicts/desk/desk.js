// One key for each answer. In a field keys write, and Escape leaves it.
const form = document.querySelector("form");
const paragraph = document.getElementById("paragraph");
const words = document.getElementById("text");

function writes(element) {
    return element.matches("input, textarea");
}

function selectWords() {
    const start = paragraph.value.indexOf(paragraph.dataset.words);
    paragraph.focus();
    paragraph.setSelectionRange(start, start + paragraph.dataset.words.length);
}

function takeSelection() {
    words.value = paragraph.value.slice(paragraph.selectionStart, paragraph.selectionEnd);
    form.querySelector("button[name=span]").click();
}

document.addEventListener("keydown", (event) => {
    if (!form || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
        document.activeElement.blur();
        return;
    }
    if (document.activeElement === paragraph) {
        if (event.key === "Enter") {
            event.preventDefault();
            takeSelection();
        }
        return;
    }
    if (writes(document.activeElement)) {
        if (event.key === "Enter" && document.activeElement.name === "name") {
            event.preventDefault();
            form.querySelector("button[name=other]").click();
        }
        return;
    }
    const button = form.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
    const field = form.querySelector(`[data-focus="${CSS.escape(event.key)}"]`);
    if (button || field || event.key === "w") event.preventDefault();
    if (button) button.click();
    else if (field) field.focus();
    else if (event.key === "w") selectWords();
});

if (paragraph) {
    paragraph.addEventListener("select", () => {
        words.value = paragraph.value.slice(paragraph.selectionStart, paragraph.selectionEnd);
    });
}
