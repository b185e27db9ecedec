// Fills in where the reader is, if the reader says so, and looks for what is near. Three decimals are about a hundred metres: enough for that.
function enable() {
    for (const button of document.querySelectorAll("button[data-locate]")) button.hidden = !navigator.geolocation;
}

document.addEventListener("click", event => {
    const button = event.target.closest?.("button[data-locate]");
    if (!button) return;
    const output = button.parentElement.querySelector("output");
    const texts = JSON.parse(button.dataset.texts);
    output.textContent = texts.busy;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(position => {
        const form = button.form;
        form.elements.lat.value = position.coords.latitude.toFixed(3);
        form.elements.lng.value = position.coords.longitude.toFixed(3);
        output.textContent = "";
        button.disabled = false;
        form.requestSubmit();
    }, error => {
        output.textContent = error.code === error.PERMISSION_DENIED ? texts.refused : texts.unknown;
        button.disabled = false;
    }, { maximumAge: 60000, timeout: 15000 });
});

enable();
document.addEventListener("DOMContentLoaded", () => globalThis.Blazor?.addEventListener("enhancedload", enable));
globalThis.Blazor?.addEventListener("enhancedload", enable);
