// Shows what is public already while a wish is being written. The page has a button that does the same without scripts.
let waiting;
document.addEventListener("input", event => {
    const source = event.target.dataset?.suggest;
    if (!source) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
        const list = document.getElementById("suggestions");
        const text = event.target.value.trim().slice(0, 500);
        if (!list || text.length < 4) return;
        try {
            const answer = await fetch(source, { method: "POST", body: text });
            if (answer.ok && event.target.value.trim().slice(0, 500) === text) list.innerHTML = await answer.text();
        } catch {
            // A suggestion less is no loss.
        }
    }, 500);
});
