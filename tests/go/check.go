// check says whether a folder that a ledger left is what it is said to be, by tools that we did not
// write: Go's own transparency-log packages (golang.org/x/mod/sumdb/note and tlog), which know
// nothing of ledgers.
//
//	check FOLDER [INDEX ...]
//
// The folder holds keys.txt (vkeys, one a line), seals.txt (signed checkpoints, oldest first, an
// empty line between them), checkpoint (the last of them), tile/entries/... and tile/<level>/...
// Exit status 0: authentic; 1: not, with the reason.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // of a tile: 256 hashes

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: check FOLDER [INDEX ...]")
		os.Exit(2)
	}
	said, err := check(os.Args[1], os.Args[2:])
	if err != nil {
		fmt.Println("not authentic:", err)
		os.Exit(1)
	}
	fmt.Println("authentic:", said)
}

func check(folder string, wanted []string) (string, error) {
	keys, err := readKeys(filepath.Join(folder, "keys.txt"))
	if err != nil {
		return "", err
	}
	seals, err := readSeals(folder, keys)
	if err != nil {
		return "", err
	}
	entries, err := readEntries(folder)
	if err != nil {
		return "", err
	}
	stored, err := hashes(entries)
	if err != nil {
		return "", err
	}
	if err := tilesMatch(folder, stored, int64(len(entries))); err != nil {
		return "", err
	}
	proofs := 0
	for n, seal := range seals {
		if seal.N > int64(len(entries)) {
			return "", fmt.Errorf("the seal of %d entries: only %d are here", seal.N, len(entries))
		}
		// The root, once from the entries themselves and once from the tiles, which tlog proves
		// against the root while it reads them.
		root, err := tlog.TreeHash(seal.N, stored)
		if err != nil {
			return "", err
		}
		if root != seal.Hash {
			return "", fmt.Errorf("the seal of %d entries: they have the root %v, not %v",
				seal.N, root, seal.Hash)
		}
		tiles := tlog.TileHashReader(seal, reader{folder})
		if root, err = tlog.TreeHash(seal.N, tiles); err != nil {
			return "", fmt.Errorf("the seal of %d entries: %v", seal.N, err)
		}
		if root != seal.Hash {
			return "", fmt.Errorf("the seal of %d entries: its tiles have the root %v", seal.N, root)
		}
		for _, word := range wanted {
			index, err := strconv.ParseInt(word, 10, 64)
			if err != nil {
				return "", err
			}
			if index >= seal.N {
				continue
			}
			proof, err := tlog.ProveRecord(seal.N, index, tiles)
			if err != nil {
				return "", fmt.Errorf("entry %d in the seal of %d: %v", index, seal.N, err)
			}
			leaf := tlog.RecordHash(entries[index])
			if err := tlog.CheckRecord(proof, seal.N, seal.Hash, index, leaf); err != nil {
				return "", fmt.Errorf("entry %d in the seal of %d: %v", index, seal.N, err)
			}
			proofs++
		}
		for _, old := range seals[:n] {
			proof, err := tlog.ProveTree(seal.N, old.N, tiles)
			if err != nil {
				return "", fmt.Errorf("from the seal of %d to that of %d: %v", old.N, seal.N, err)
			}
			if err := tlog.CheckTree(proof, seal.N, seal.Hash, old.N, old.Hash); err != nil {
				return "", fmt.Errorf("from the seal of %d to that of %d: %v", old.N, seal.N, err)
			}
			proofs++
		}
	}
	return fmt.Sprintf("%d seals, %d entries, %d proofs", len(seals), len(entries), proofs), nil
}

func readKeys(path string) (note.Verifiers, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var keys []note.Verifier
	for _, line := range strings.Fields(string(text)) {
		key, err := note.NewVerifier(line)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", line, err)
		}
		keys = append(keys, key)
	}
	return note.VerifierList(keys...), nil
}

// readSeals reads the seals, each with a good signature of one of the keys.
func readSeals(folder string, keys note.Verifiers) ([]tlog.Tree, error) {
	text, err := os.ReadFile(filepath.Join(folder, "seals.txt"))
	if err != nil {
		return nil, err
	}
	last, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, err
	}
	// Neither the text of a checkpoint nor its signatures have an empty line within.
	parts := bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n\n"))
	if len(parts)%2 != 0 {
		return nil, fmt.Errorf("seals.txt: a seal without its signatures")
	}
	var seals []tlog.Tree
	var origin string
	for n := 0; n < len(parts); n += 2 {
		whole := []byte(fmt.Sprintf("%s\n\n%s\n", parts[n], parts[n+1]))
		opened, err := note.Open(whole, keys)
		if err != nil {
			return nil, fmt.Errorf("seal %d: %v", n/2+1, err)
		}
		lines := strings.Split(opened.Text, "\n")
		if len(lines) != 4 {
			return nil, fmt.Errorf("seal %d: it is not origin, size and root", n/2+1)
		}
		size, err := strconv.ParseInt(lines[1], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("seal %d: %v", n/2+1, err)
		}
		root, err := base64.StdEncoding.DecodeString(lines[2])
		if err != nil || len(root) != tlog.HashSize {
			return nil, fmt.Errorf("seal %d: %q is no root", n/2+1, lines[2])
		}
		if n > 0 && lines[0] != origin || opened.Sigs[0].Name != lines[0] {
			return nil, fmt.Errorf("seal %d: it is of another log, %s", n/2+1, lines[0])
		}
		origin = lines[0]
		tree := tlog.Tree{N: size}
		copy(tree.Hash[:], root)
		if n > 0 && size < seals[len(seals)-1].N || size < 1 {
			return nil, fmt.Errorf("seal %d: it is of %d entries", n/2+1, size)
		}
		seals = append(seals, tree)
		if n+2 == len(parts) && !bytes.Equal(whole, last) {
			return nil, fmt.Errorf("checkpoint is not the last seal")
		}
	}
	return seals, nil
}

// readEntries reads the bundles: entries after their lengths, 256 in each but the last.
func readEntries(folder string) ([][]byte, error) {
	var entries [][]byte
	for n := int64(0); ; n++ {
		bundle, width, err := readWidest(folder, "entries", n)
		if err != nil || width == 0 {
			return entries, err
		}
		for i := 0; i < width; i++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("bundle %d ends amid its entry %d", n, i)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries, bundle = append(entries, bundle[2:end]), bundle[end:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("bundle %d has more than %d entries", n, width)
		}
		if width < 1<<height {
			return entries, nil
		}
	}
}

type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at >= int64(len(m)) {
			return nil, fmt.Errorf("there is no hash %d", at)
		}
		found[i] = m[at]
	}
	return found, nil
}

// hashes are those of the whole tree, from the entries alone.
func hashes(entries [][]byte) (memory, error) {
	var all memory
	for n, entry := range entries {
		more, err := tlog.StoredHashes(int64(n), entry, all)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// tilesMatch compares every tile that a tree of this size has with the entries.
func tilesMatch(folder string, stored memory, size int64) error {
	for _, tile := range tlog.NewTiles(height, 0, size) {
		// NewTiles lists partial tiles of every width: of a tile, only the widest need be here.
		if max := size>>uint(height*tile.L) - tile.N<<height; tile.W < 1<<height && int64(tile.W) < max {
			continue
		}
		data, err := reader{folder}.read(tile)
		if err != nil {
			return err
		}
		expected, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return err
		}
		if !bytes.Equal(data, expected) {
			return fmt.Errorf("the entries do not hash to %s", name(strconv.Itoa(tile.L), tile.N))
		}
	}
	return nil
}

// reader gives tlog the tiles of the folder.
type reader struct{ folder string }

func (reader) Height() int                     { return height }
func (reader) SaveTiles([]tlog.Tile, [][]byte) {}

func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		found, err := r.read(tile)
		if err != nil {
			return nil, err
		}
		data[i] = found
	}
	return data, nil
}

// read takes a tile from a wider one where its own width is not kept.
func (r reader) read(tile tlog.Tile) ([]byte, error) {
	level := strconv.Itoa(tile.L)
	path := filepath.Join(r.folder, name(level, tile.N))
	if tile.W < 1<<height {
		path += fmt.Sprintf(".p/%d", tile.W)
	}
	data, err := os.ReadFile(path)
	width := tile.W
	if err != nil {
		if data, width, err = readWidest(r.folder, level, tile.N); err != nil {
			return nil, err
		}
	}
	if width < tile.W || len(data) != width*tlog.HashSize {
		return nil, fmt.Errorf("%s: it is not there, or cut short", name(level, tile.N))
	}
	return data[:tile.W*tlog.HashSize], nil
}

// readWidest reads a tile or a bundle: whole if it is there, else the widest part; width 0 is none.
func readWidest(folder, level string, n int64) ([]byte, int, error) {
	path := filepath.Join(folder, name(level, n))
	if data, err := os.ReadFile(path); err == nil {
		return data, 1 << height, nil
	}
	parts, err := os.ReadDir(path + ".p")
	if err != nil {
		return nil, 0, nil
	}
	widest := 0
	for _, part := range parts {
		if width, err := strconv.Atoi(part.Name()); err == nil && width > widest {
			widest = width
		}
	}
	data, err := os.ReadFile(filepath.Join(path+".p", strconv.Itoa(widest)))
	return data, widest, err
}

// name is the path of a full tile: https://c2sp.org/tlog-tiles, which has no height, where tlog's
// own names do.
func name(level string, n int64) string {
	path := tlog.Tile{H: height, L: 0, N: n, W: 1 << height}.Path()
	return "tile/" + level + strings.TrimPrefix(path, fmt.Sprintf("tile/%d/0", height))
}
