package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var strict = base64.StdEncoding.Strict()

// SplitProof gives the lines before the first empty one, and the note behind it.
func splitProof(data []byte) ([]string, []byte, error) {
	head, tail, found := strings.Cut(string(data), "\n\n")
	if !found {
		return nil, nil, errors.New("not a proof")
	}
	return strings.Split(head, "\n"), []byte(tail), nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		bytes, err := strict.DecodeString(line)
		if err != nil || len(bytes) != tlog.HashSize || strings.ContainsAny(line, "\r\n") {
			return nil, errors.New("not a hash")
		}
		hashes = append(hashes, *(*tlog.Hash)(bytes))
	}
	return hashes, nil
}

func parseNumber(line, label string) (int64, error) {
	text := strings.TrimPrefix(line, label+" ")
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || text == line || strconv.FormatInt(number, 10) != text || number < 0 {
		return 0, fmt.Errorf("not a line of %q", label)
	}
	return number, nil
}

// CheckInclusion takes a file of c2sp.org/tlog-proof whose extra data is the leaf.
func checkInclusion(data []byte, keys []note.Verifier) (string, error) {
	lines, signed, err := splitProof(data)
	if err != nil {
		return "", err
	}
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") {
		return "", errors.New("not a tlog-proof with a leaf")
	}
	extra := strings.TrimPrefix(lines[1], "extra ")
	leaf, err := strict.DecodeString(extra)
	if err != nil || strings.Contains(extra, "\r") {
		return "", errors.New("not a leaf")
	}
	index, err := parseNumber(lines[2], "index")
	if err != nil {
		return "", err
	}
	hashes, err := parseHashes(lines[3:])
	if err != nil {
		return "", err
	}
	head, err := openCheckpoint(signed, keys)
	if err != nil {
		return "", err
	}
	if index >= head.N {
		return "", errors.New("the tree is too small")
	}
	err = tlog.CheckRecord(hashes, head.N, head.Hash, index, tlog.RecordHash(leaf))
	return fmt.Sprintf("leaf %d %x of %v", index, leaf, head), err
}

// CheckConsistency takes what c2sp.org/tlog-witness takes.
func checkConsistency(data []byte, old checkpoint, keys []note.Verifier) (string, error) {
	lines, signed, err := splitProof(data)
	if err != nil {
		return "", err
	}
	size, err := parseNumber(lines[0], "old")
	if err != nil || size != old.N {
		return "", errors.New("the proof is from another size")
	}
	hashes, err := parseHashes(lines[1:])
	if err != nil {
		return "", err
	}
	head, err := openCheckpoint(signed, keys)
	if err != nil {
		return "", err
	}
	if head.origin != old.origin || head.N < old.N {
		return "", errors.New("not a later checkpoint of the log")
	}
	err = tlog.CheckTree(hashes, head.N, head.Hash, old.N, old.Hash)
	return fmt.Sprintf("%v from %v", head, old), err
}
