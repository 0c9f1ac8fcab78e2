package main

import (
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// CheckPolicy opens the signature of a policy and gives what was signed.
func checkPolicy(data []byte, keys []note.Verifier) (string, error) {
	opened, err := note.Open(data, note.VerifierList(keys...))
	if err != nil {
		return "", err
	}
	return opened.Text, nil
}

// SignText signs a file with a private key that another program wrote into a file.
func signText(path, key string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	secret, err := os.ReadFile(key)
	if err != nil {
		return "", err
	}
	signer, err := note.NewSigner(strings.TrimSuffix(string(secret), "\n"))
	if err != nil {
		return "", err
	}
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	return strings.TrimSuffix(string(signed), "\n"), err
}

// WriteKey makes a private key as Go's note has it, and gives its public half.
func writeKey(name, path string) (string, error) {
	secret, public, err := note.GenerateKey(nil, name)
	if err != nil {
		return "", err
	}
	return public, os.WriteFile(path, []byte(secret+"\n"), 0o600)
}
