package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A checkpoint is the text of a note (c2sp.org/tlog-checkpoint).
type checkpoint struct {
	origin string
	tlog.Tree
}

func (c checkpoint) String() string { return fmt.Sprintf("%s %d %v", c.origin, c.N, c.Hash) }

// OpenCheckpoint demands the signature of every key: the log's, and those of the witnesses that are named.
func openCheckpoint(data []byte, keys []note.Verifier) (checkpoint, error) {
	opened, err := note.Open(data, note.VerifierList(keys...))
	if err != nil {
		return checkpoint{}, err
	}
	if len(opened.Sigs) != len(keys) {
		return checkpoint{}, errors.New("a signature is missing")
	}
	return parseCheckpoint(opened.Text)
}

func parseCheckpoint(text string) (checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] == "" || lines[3] != "" {
		return checkpoint{}, errors.New("not a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] || size < 0 {
		return checkpoint{}, errors.New("not a size")
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{lines[0], tlog.Tree{N: size, Hash: root}}, err
}

// ReadKeys takes log keys as note does, and witness keys of c2sp.org/tlog-cosignature.
func readKeys(texts []string) ([]note.Verifier, error) {
	var keys []note.Verifier
	for _, text := range texts {
		key, err := note.NewVerifier(text)
		if err != nil {
			key, err = newCosigner(text)
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

type cosigner struct {
	name   string
	hash   uint32
	public ed25519.PublicKey
}

func newCosigner(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a key")
	}
	id, err := hex.DecodeString(parts[1])
	if err != nil || len(id) != 4 {
		return nil, errors.New("not a key id")
	}
	data, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(data) != 33 || data[0] != 4 {
		return nil, errors.New("not a witness's key")
	}
	return &cosigner{parts[0], binary.BigEndian.Uint32(id), data[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	var message bytes.Buffer
	fmt.Fprintf(&message, "cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.public, message.Bytes(), signature[8:])
}
