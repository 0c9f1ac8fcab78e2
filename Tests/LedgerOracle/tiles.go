package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// A tileDir is a directory of c2sp.org/tlog-tiles. Go's own paths name the height as well.
type tileDir string

func (d tileDir) Height() int                         { return height }
func (d tileDir) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (d tileDir) path(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	if tile.L < 0 {
		path = "entries/" + strings.TrimPrefix(path, "data/")
	}
	return filepath.Join(string(d), "tile", path)
}

func (d tileDir) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(d.path(tile))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", tile.Path(), len(data))
		}
		all = append(all, data)
	}
	return all, nil
}

// CheckTiles computes everything from the files: the root, every leaf, and proofs of both kinds. The hash
// reader of tlog holds every tile against the root before it uses it.
func checkTiles(path string, words []string) (string, error) {
	keys, err := readKeys(words)
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(filepath.Join(path, "checkpoint"))
	if err != nil {
		return "", err
	}
	head, err := openCheckpoint(data, keys)
	if err != nil {
		return "", err
	}
	dir := tileDir(path)
	reader := tlog.TileHashReader(head.Tree, dir)
	leaves, err := readLeaves(dir, head.N)
	if err != nil {
		return "", err
	}
	for first := int64(0); first < head.N; first += 1 << height {
		if err := checkLeaves(leaves, first, head, reader); err != nil {
			return "", err
		}
	}
	proofs := 0
	for n := int64(0); n < head.N; n += 1 + head.N/200 {
		proof, err := tlog.ProveRecord(head.N, n, reader)
		if err != nil {
			return "", err
		}
		if err := tlog.CheckRecord(proof, head.N, head.Hash, n, tlog.RecordHash(leaves[n])); err != nil {
			return "", err
		}
		old, err := tlog.TreeHash(n+1, reader)
		if err != nil {
			return "", err
		}
		growth, err := tlog.ProveTree(head.N, n+1, reader)
		if err != nil {
			return "", err
		}
		if err := tlog.CheckTree(growth, head.N, head.Hash, n+1, old); err != nil {
			return "", err
		}
		proofs += 2
	}
	return fmt.Sprintf("%d leaves and %d proofs of %v", len(leaves), proofs, head), nil
}

// CheckLeaves compares the leaves of a tile with the hashes in it.
func checkLeaves(leaves [][]byte, first int64, head checkpoint, reader tlog.HashReader) error {
	var indexes []int64
	for n := first; n < head.N && n < first+1<<height; n++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, n))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for offset, hash := range hashes {
		if tlog.RecordHash(leaves[first+int64(offset)]) != hash {
			return fmt.Errorf("leaf %d is not the one that was hashed", first+int64(offset))
		}
	}
	return nil
}

// ReadLeaves reads the entry bundles: each leaf behind a length of two bytes.
func readLeaves(dir tileDir, size int64) ([][]byte, error) {
	var leaves [][]byte
	for n := int64(0); n<<height < size; n++ {
		width := size - n<<height
		if width > 1<<height {
			width = 1 << height
		}
		data, err := os.ReadFile(dir.path(tlog.Tile{H: height, L: -1, N: n, W: int(width)}))
		if err != nil {
			return nil, err
		}
		for ; width > 0; width-- {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return nil, errors.New("a bundle is cut short")
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			leaves, data = append(leaves, data[2:end]), data[end:]
		}
		if len(data) != 0 {
			return nil, errors.New("a bundle is too long")
		}
	}
	return leaves, nil
}
