// A button that takes a text to the clipboard. Without a script, or where the browser gives no clipboard
// (a page that is not encrypted), there is no button, and the text can be selected.
if (navigator.clipboard) {
    for (const button of document.querySelectorAll("button[data-copy]")) {
        const status = button.parentElement.querySelector("[role=status]");
        button.hidden = false;
        button.addEventListener("click", async () => {
            status.textContent = ""; // a screen reader tells only what changes
            try {
                await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
                status.textContent = button.dataset.done;
            } catch {
                status.textContent = button.dataset.failed;
            }
        });
    }
}
