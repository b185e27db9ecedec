// Command ledger follows a Sunshine ledger (存证) with the transparency-log packages of the Go project and nothing of the platform:
// the signed note of the checkpoint, the tiles (c2sp.org/tlog-tiles), every entry, inclusion and consistency proofs.
//
//	ledger URL KEYFILE STATEFILE
//
// URL is the address of the log's files, https://host/api/v1/ledger/log; KEYFILE has the log's verifier key, STATEFILE the checkpoint
// that was seen before, if any, and is replaced only after everything was verified. It exits with 1 at anything that is not so.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height     = 8
	bundleSize = 1 << height
	longest    = 64 << 20

	attempts    = 10
	longestWait = 60
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: ledger URL KEYFILE STATEFILE")
		os.Exit(2)
	}
	if err := follow(strings.TrimSuffix(os.Args[1], "/"), os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "ledger:", err)
		os.Exit(1)
	}
}

func follow(url, keyFile, stateFile string) error {
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
	if err != nil {
		return err
	}
	files := &files{url}
	signed, err := files.get("checkpoint")
	if err != nil {
		return err
	}
	tree, err := open(signed, verifier)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	hashes := tlog.TileHashReader(tree, files)
	seen, err := consistent(stateFile, verifier, tree, hashes)
	if err != nil {
		return err
	}
	if err := entries(files, tree, hashes); err != nil {
		return err
	}
	if err := included(files, tree, hashes); err != nil {
		return err
	}
	// Nobody goes on from a checkpoint that was half written.
	if err := os.WriteFile(stateFile+".new", signed, 0o600); err != nil {
		return err
	}
	if err := os.Rename(stateFile+".new", stateFile); err != nil {
		return err
	}
	fmt.Printf("%d entries, %d of them seen before, root %s\n", tree.N, seen, tree.Hash)
	return nil
}

// open verifies the signature of a checkpoint and reads its three lines: origin, size, root.
func open(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("it is not a checkpoint of " + verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, errors.New("its size is no number: " + lines[1])
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("its root is no hash: " + lines[2])
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// consistent proves that the log still begins with what was seen before.
func consistent(stateFile string, verifier note.Verifier, tree tlog.Tree, hashes tlog.HashReader) (int64, error) {
	kept, err := os.ReadFile(stateFile)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	before, err := open(kept, verifier)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", stateFile, err)
	}
	if before.N > tree.N {
		return 0, fmt.Errorf("the log has %d entries; it had %d", tree.N, before.N)
	}
	if before.N == 0 {
		return 0, nil
	}
	proof, err := tlog.ProveTree(tree.N, before.N, hashes)
	if err != nil {
		return 0, err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
		return 0, fmt.Errorf("the log does not begin with the %d entries that it had: %w", before.N, err)
	}
	return before.N, nil
}

// entries compares every entry with its hash in the tiles, and all of them with the root. The latter is not said twice: readers of tiles
// have been written that do not compare each of them with the one above, golang.org/x/mod's of version 0.7 among them.
func entries(files *files, tree tlog.Tree, hashes tlog.HashReader) error {
	var own memory
	for first := int64(0); first < tree.N; first += bundleSize {
		bundle, err := files.bundle(first/bundleSize, tree.N)
		if err != nil {
			return err
		}
		indexes := make([]int64, len(bundle))
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, entry := range bundle {
			if tlog.RecordHash(entry) != leaves[i] {
				return fmt.Errorf("entry %d is not as signed", first+int64(i))
			}
			further, err := tlog.StoredHashesForRecordHash(first+int64(i), leaves[i], own)
			if err != nil {
				return err
			}
			own = append(own, further...)
		}
	}
	if tree.N == 0 {
		return nil
	}
	root, err := tlog.TreeHash(tree.N, own)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the entries do not come to the root that is signed")
	}
	return nil
}

// memory has the hashes of a tree as they come about, some 64 bytes an entry.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = m[index]
	}
	return found, nil
}

// included makes a proof of the first, the middle and the last entry, and checks it without the tiles.
func included(files *files, tree tlog.Tree, hashes tlog.HashReader) error {
	if tree.N == 0 {
		return nil
	}
	for _, index := range []int64{0, tree.N / 2, tree.N - 1} {
		bundle, err := files.bundle(index/bundleSize, tree.N)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(bundle[index%bundleSize])); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
	}
	return nil
}

// files are those of a log; they are tlog.TileReader's tiles as c2sp.org/tlog-tiles names them, without the height.
type files struct{ url string }

// get reads a file at the pace that the server allows.
func (f *files) get(path string) ([]byte, error) {
	for attempt := 1; ; attempt++ {
		content, wait, err := f.getOnce(path)
		if wait == 0 || attempt == attempts {
			return content, err
		}
		time.Sleep(wait)
	}
}

// getOnce also answers how long to wait before asking again, if the server says so.
func (f *files) getOnce(path string) ([]byte, time.Duration, error) {
	answer, err := http.Get(f.url + "/" + path)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		if seconds > longestWait {
			seconds = longestWait
		}
		return nil, time.Duration(seconds) * time.Second, fmt.Errorf("%s: %s", path, answer.Status)
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, longest))
	return content, 0, err
}

// path writes a tile's number as groups of three digits.
func path(kind string, tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/%d/", tile.H, tile.L), "tile/"+kind+"/", 1)
}

// bundle reads the entries of a bundle that a log of some size has: the length of each in two bytes, and its bytes.
func (f *files) bundle(number, size int64) ([][]byte, error) {
	width := int(size - number*bundleSize)
	if width > bundleSize {
		width = bundleSize
	}
	name := path("entries", tlog.Tile{H: height, L: 0, N: number, W: width})
	rest, err := f.get(name)
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(rest) > 0 {
		if len(rest) < 2 || len(rest) < 2+int(binary.BigEndian.Uint16(rest)) {
			return nil, errors.New(name + " is cut off")
		}
		end := 2 + int(binary.BigEndian.Uint16(rest))
		entries, rest = append(entries, rest[2:end]), rest[end:]
	}
	if len(entries) != width {
		return nil, fmt.Errorf("%s has %d entries instead of %d", name, len(entries), width)
	}
	return entries, nil
}

func (f *files) Height() int { return height }

func (f *files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for i, tile := range tiles {
		name := path(strconv.Itoa(tile.L), tile)
		data, err := f.get(name)
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes instead of %d", name, len(data), tile.W*tlog.HashSize)
		}
		all[i] = data
	}
	return all, nil
}

// SaveTiles keeps nothing: what follows a city's ledger reads some hundred tiles.
func (f *files) SaveTiles([]tlog.Tile, [][]byte) {}
