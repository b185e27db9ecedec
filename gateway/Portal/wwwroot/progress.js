// Long work shows that it goes on: files how much of them is there, anything else that it is being done. Without scripts the browser itself shows that it waits.
const slow = 400;
let waiting;

function show(form, submitter) {
    const note = document.createElement("p");
    note.className = "progress";
    note.setAttribute("role", "status");
    const bar = document.createElement("progress");
    const text = document.createElement("span");
    note.append(bar, text);
    (submitter ?? form.lastElementChild).after(note);
    return {
        at(share) {
            bar.max = 100;
            bar.value = Math.round(share * 100);
            text.textContent = `${document.body.dataset.uploading} ${bar.value}%`;
        },
        working() {
            bar.removeAttribute("value");
            text.textContent = document.body.dataset.working;
        },
        end: () => note.remove()
    };
}

function send(form, submitter) {
    const progress = show(form, submitter);
    const call = new XMLHttpRequest();
    // Read before the button is taken out of use, so that it is among what is sent.
    const data = new FormData(form, submitter);
    if (submitter) submitter.disabled = true;
    progress.at(0);
    call.upload.addEventListener("progress", event => event.lengthComputable && progress.at(event.loaded / event.total));
    call.upload.addEventListener("load", () => progress.working());
    call.addEventListener("load", () => {
        const page = new URL(call.responseURL || location.href);
        if (page.pathname + page.search !== location.pathname + location.search) {
            location.assign(page);
            return;
        }

        const next = new DOMParser().parseFromString(call.responseText, "text/html");
        document.title = next.title;
        document.body.replaceWith(next.body);
        document.dispatchEvent(new Event("pagereplaced"));
        document.querySelector("main [role=alert], h1")?.focus();
    });
    call.addEventListener("error", () => {
        progress.end();
        if (submitter) submitter.disabled = false;
        // As the browser would have done it: it has words for what is wrong with the way there.
        form.submit();
    });
    call.open("POST", submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href);
    call.send(data);
}

document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if ([...form.querySelectorAll("input[type=file]")].some(input => input.files.length > 0)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        send(form, event.submitter);
        return;
    }

    // What leaves the page, or gives a file to keep, the browser itself shows.
    if (form.dataset.enhance === "false") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(form, event.submitter).working(), slow);
}, true);

/** What was waited for is there. */
export const done = () => clearTimeout(waiting);
