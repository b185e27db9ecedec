// What a page can do beside being read and filled in. Everything here works on top of pages that work without it.
import { verify } from "./verify.js";
import { done } from "./progress.js";
import "./suggest.js";
import "./locate.js";
import "./print.js";

function enable() {
    for (const button of document.querySelectorAll("button[data-verify]")) button.hidden = !globalThis.crypto?.subtle;
}

document.addEventListener("click", async event => {
    const button = event.target.closest?.("button[data-verify]");
    if (!button) return;
    const output = button.parentElement.querySelector("output");
    const texts = JSON.parse(button.dataset.texts);
    button.disabled = true;
    output.className = "";
    output.textContent = texts.busy;
    const found = await verify(button.dataset.verify);
    output.className = found.verdict === "good" || found.verdict === "unsigned" ? "good" : "bad";
    output.textContent = texts[found.verdict].replace("{size}", found.size ?? "").replace("{place}", texts[found.place] ?? "");
    button.disabled = false;
});

enable();
let place = location.pathname + location.search;
// Pages come by enhanced navigation too, which loads no script anew; who hears a page is taken to its beginning.
document.addEventListener("pagereplaced", enable);
Blazor.addEventListener("enhancedload", () => {
    done();
    enable();
    if (place !== location.pathname + location.search && !location.hash) document.querySelector("h1")?.focus();
    place = location.pathname + location.search;
});
