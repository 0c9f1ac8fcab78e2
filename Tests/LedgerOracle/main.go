// Ledger-oracle holds what a vault signs and exports against golang.org/x/mod/sumdb/note and tlog, the
// code of Go's checksum database. Scripts/check-ledger builds and runs it.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: ledger-oracle [--every-byte] checkpoint FILE VKEY...
       ledger-oracle [--every-byte] inclusion FILE VKEY...
       ledger-oracle [--every-byte] consistency FILE OLD VKEY...
       ledger-oracle tiles DIR VKEY...
       ledger-oracle [--every-byte] policy FILE VKEY...
       ledger-oracle sign FILE PRIVATEKEYFILE
       ledger-oracle key NAME NEWPRIVATEKEYFILE
`

func main() {
	words := os.Args[1:]
	everyByte := len(words) > 0 && words[0] == "--every-byte"
	if everyByte {
		words = words[1:]
	}
	if len(words) < 3 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	said, err := run(words[0], words[1:], everyByte)
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Println(said)
}

func run(what string, words []string, everyByte bool) (string, error) {
	switch what {
	case "tiles":
		return checkTiles(words[0], words[1:])
	case "sign":
		return signText(words[0], words[1])
	case "key":
		return writeKey(words[0], words[1])
	}
	data, err := os.ReadFile(words[0])
	if err != nil {
		return "", err
	}
	check, err := checker(what, words[1:])
	if err != nil {
		return "", err
	}
	if everyByte {
		return changeEveryByte(data, check)
	}
	return check(data)
}

// A checker says what bytes mean if they hold.
func checker(what string, words []string) (func([]byte) (string, error), error) {
	switch what {
	case "checkpoint":
		keys, err := readKeys(words)
		return func(data []byte) (string, error) {
			head, err := openCheckpoint(data, keys)
			return fmt.Sprint(head), err
		}, err
	case "policy":
		keys, err := readKeys(words)
		return func(data []byte) (string, error) { return checkPolicy(data, keys) }, err
	case "inclusion":
		keys, err := readKeys(words)
		return func(data []byte) (string, error) { return checkInclusion(data, keys) }, err
	case "consistency":
		keys, err := readKeys(words[1:])
		if err != nil {
			return nil, err
		}
		note, err := os.ReadFile(words[0])
		if err != nil {
			return nil, err
		}
		old, err := openCheckpoint(note, keys)
		return func(data []byte) (string, error) { return checkConsistency(data, old, keys) }, err
	}
	return nil, fmt.Errorf("there is nothing called %q to check", what)
}

// ChangeEveryByte wants each change refused, or to mean the very same: Go takes some other spellings of
// base64.
func changeEveryByte(data []byte, check func([]byte) (string, error)) (string, error) {
	meant, err := check(data)
	if err != nil {
		return "", err
	}
	refused, same := 0, 0
	for at := range data {
		for _, mask := range []byte{1, 2, 4, 8, 16, 32, 64, 128, data[at]} {
			changed := append([]byte(nil), data...)
			changed[at] ^= mask
			switch found, err := check(changed); {
			case err != nil:
				refused++
			case found == meant:
				same++
			default:
				return "", fmt.Errorf("byte %d changed by %d holds and means something else", at, mask)
			}
		}
	}
	return fmt.Sprintf("%d changed bytes refused, %d mean the same", refused, same), nil
}
