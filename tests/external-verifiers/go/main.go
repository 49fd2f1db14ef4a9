// Verifies checkpoints, proofs and whole trails with nothing but golang.org/x/mod/sumdb.
//
// One JSON request a line on stdin, one JSON answer a line on stdout.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type request struct {
	Do       string      `json:"do"`
	Verifier string      `json:"verifier"`
	Note     string      `json:"note"`
	Old      string      `json:"old"`
	Line     []byte      `json:"line"`
	Index    int64       `json:"index"`
	Proof    []tlog.Hash `json:"proof"`
	Trail    string      `json:"trail"`
}

type answer struct {
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
	Size  int64  `json:"size"`
	Root  string `json:"root,omitempty"`
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var r request
		// A request that is not understood must not pass for a refusal.
		if err := json.Unmarshal(line, &r); err != nil {
			log.Fatal(err)
		}
		tree, err := serve(r)
		reply := answer{OK: err == nil, Size: tree.N, Root: tree.Hash.String()}
		if err != nil {
			reply.Error = err.Error()
		}
		if out.Encode(reply) != nil {
			return
		}
	}
}

func serve(r request) (tlog.Tree, error) {
	tree, err := open(r.Note, r.Verifier)
	if err != nil {
		return tlog.Tree{}, err
	}
	switch r.Do {
	case "checkpoint":
		return tree, nil
	case "inclusion":
		return tree, tlog.CheckRecord(r.Proof, tree.N, tree.Hash, r.Index, tlog.RecordHash(r.Line))
	case "consistency":
		old, err := open(r.Old, r.Verifier)
		if err != nil {
			return tree, err
		}
		return tree, tlog.CheckTree(r.Proof, tree.N, tree.Hash, old.N, old.Hash)
	case "trail":
		return tree, checkTrail(r.Trail, tree)
	}
	log.Fatalf("unknown request %q", r.Do)
	return tree, nil
}

// open verifies the signature before it reads the tree. After the origin a
// checkpoint has the lines of a go.sum tree, so that tlog's own parser serves.
func open(signed, key string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	origin, rest := opened.Text, ""
	if i := strings.IndexByte(opened.Text, '\n'); i >= 0 {
		origin, rest = opened.Text[:i], opened.Text[i+1:]
	}
	if origin != verifier.Name() {
		return tlog.Tree{}, errors.New("the origin is not the name of the key")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

// checkTrail computes the root from the lines of the file itself.
func checkTrail(path string, tree tlog.Tree) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	// What follows the last newline is not a line yet.
	lines := bytes.Split(data, []byte("\n"))
	lines = lines[:len(lines)-1]
	if int64(len(lines)) < tree.N {
		return fmt.Errorf("the trail has %d lines of %d", len(lines), tree.N)
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for n := int64(0); n < tree.N; n++ {
		hashes, err := tlog.StoredHashes(n, lines[n], reader)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the lines have another root")
	}
	return nil
}
