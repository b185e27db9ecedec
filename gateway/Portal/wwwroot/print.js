// A button that prints the page; the browser's own command does the same without it.
function enable() {
    for (const button of document.querySelectorAll("button[data-print]")) button.hidden = false;
}

document.addEventListener("click", event => {
    if (event.target.closest?.("button[data-print]")) globalThis.print();
});
enable();
globalThis.Blazor?.addEventListener("enhancedload", enable);
document.addEventListener("DOMContentLoaded", () => globalThis.Blazor?.addEventListener("enhancedload", enable));
