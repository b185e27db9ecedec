// Verifies an act of the ledger where it is read: the entry's hash, the way to the root (RFC 9162, 2.1.3.2), and the signature of the checkpoint (Ed25519, signed note).
const bytes = base64 => Uint8Array.from(atob(base64), c => c.charCodeAt(0));
const fromHex = hex => Uint8Array.from(hex.match(/../g) ?? [], pair => parseInt(pair, 16));
const hash = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

async function root(leaf, index, size, path) {
    let [place, last, result] = [BigInt(index), BigInt(size) - 1n, leaf];
    for (const sibling of path) {
        if (last === 0n) return null;
        if ((place & 1n) === 1n || place === last) {
            result = await hash(Uint8Array.of(1), sibling, result);
            while ((place & 1n) === 0n && place !== 0n) [place, last] = [place >> 1n, last >> 1n];
        } else {
            result = await hash(Uint8Array.of(1), result, sibling);
        }
        [place, last] = [place >> 1n, last >> 1n];
    }
    return last === 0n ? result : null;
}

/** Whether one of the note's signatures is by the key; null where the browser has no Ed25519. */
async function signed(note, verifierKey) {
    const end = note.indexOf("\n\n") + 1;
    const [name, , encoded] = verifierKey.split("+", 2).concat(verifierKey.slice(verifierKey.indexOf("+", verifierKey.indexOf("+") + 1) + 1));
    let key;
    try {
        key = await crypto.subtle.importKey("raw", bytes(encoded).slice(1), "Ed25519", false, ["verify"]);
    } catch {
        return null;
    }
    for (const line of note.slice(end + 1).split("\n")) {
        const parts = line.split(" ");
        if (parts[0] === "—" && parts[1] === name && await crypto.subtle.verify("Ed25519", key, bytes(parts[2]).slice(4), new TextEncoder().encode(note.slice(0, end)))) return true;
    }
    return false;
}

/** @returns {Promise<{verdict: string, place?: string, size?: string}>} what was found, in words that the page has texts for */
export async function verify(index) {
    let proof;
    try {
        const [answer, keyAnswer] = await Promise.all([fetch(`/api/v1/ledger/acts/${index}/proof`), fetch("/api/v1/ledger/log/key")]);
        if (!answer.ok || !keyAnswer.ok) return { verdict: "unreachable" };
        proof = await answer.json();
        // The key as the log gives it out; who wants to be sure has it from elsewhere and uses the command line.
        proof.key = (await keyAnswer.text()).trim();
    } catch {
        return { verdict: "unreachable" };
    }
    const { act, checkpoint } = proof;
    const leaf = await hash(Uint8Array.of(0), bytes(act.entry));
    if (!same(leaf, fromHex(act.leafHash))) return { verdict: "bad", place: "leaf" };
    const found = await root(leaf, act.index ?? 0, checkpoint.treeSize, (proof.hashes ?? []).map(fromHex));
    if (!found || !same(found, fromHex(checkpoint.rootHash))) return { verdict: "bad", place: "root" };
    const [origin, size, encodedRoot] = checkpoint.note.split("\n");
    if (origin !== checkpoint.origin || size !== String(checkpoint.treeSize) || !same(bytes(encodedRoot), found)) return { verdict: "bad", place: "note" };
    const fits = await signed(checkpoint.note, proof.key);
    if (fits === false) return { verdict: "bad", place: "signature" };
    return { verdict: fits ? "good" : "unsigned", size };
}
