package attest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"

	"github.com/vendorgate/vendorgate/pkg/source"
)

// What to do about a key that does not serve.
const (
	makePrivate = "make a key with `openssl genpkey -algorithm ed25519 -out key.pem`"
	makePublic  = "take the public half with `openssl pkey -in key.pem -pubout -out pub.pem`"
)

// ReadPrivateKey reads the key to sign with: a PEM file with an Ed25519 key in
// PKCS#8, not encrypted. A fault is a [source.Problem] without a file name.
func ReadPrivateKey(data []byte) (ed25519.PrivateKey, error) {
	block, err := onlyBlock(data, makePrivate)
	if err != nil {
		return nil, err
	}
	switch block.Type {
	case "PRIVATE KEY":
	case "ENCRYPTED PRIVATE KEY":
		return nil, fault("the key is encrypted", "decrypt it to where only you can read it: `openssl pkey -in key.pem -out plain.pem`")
	case "PUBLIC KEY":
		return nil, fault("this is a public key, and signing takes the private one", makePrivate)
	default:
		return nil, fault(fmt.Sprintf("this is a %q, want a private key in PKCS#8", block.Type), makePrivate)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fault("the private key cannot be read: "+err.Error(), makePrivate)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fault(fmt.Sprintf("the private key is for another algorithm than Ed25519 (%T)", parsed), makePrivate)
	}
	return key, nil
}

// ReadPublicKey reads the key to check signatures with: a PEM file with the
// public half of an Ed25519 key. A fault is a [source.Problem] without a file
// name.
func ReadPublicKey(data []byte) (ed25519.PublicKey, error) {
	block, err := onlyBlock(data, makePublic)
	if err != nil {
		return nil, err
	}
	switch block.Type {
	case "PUBLIC KEY":
	case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY":
		return nil, fault("this is a private key, and it should not leave the one who signs", makePublic)
	case "CERTIFICATE":
		return nil, fault("this is a certificate, want a public key", "take the key out with `openssl x509 -in cert.pem -pubkey -noout`")
	default:
		return nil, fault(fmt.Sprintf("this is a %q, want a public key", block.Type), makePublic)
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fault("the public key cannot be read: "+err.Error(), makePublic)
	}
	key, ok := parsed.(ed25519.PublicKey)
	if !ok {
		return nil, fault(fmt.Sprintf("the public key is for another algorithm than Ed25519 (%T)", parsed), makePublic)
	}
	return key, nil
}

// KeyID is how envelopes name a key. It is the name that in-toto gives it, since
// its verifiers pass over a signature under another one.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(fmt.Appendf(nil,
		`{"keyid_hash_algorithms":["sha256","sha512"],"keytype":"ed25519","keyval":{"public":"%x"},"scheme":"ed25519"}`, []byte(key)))
	return hex.EncodeToString(sum[:])
}

// onlyBlock returns the one block of a PEM file. Of several nobody could say
// which is meant.
func onlyBlock(data []byte, hint string) (*pem.Block, error) {
	block, rest := pem.Decode(data)
	if block == nil {
		return nil, fault("this is no key in PEM form", hint)
	}
	if again, _ := pem.Decode(rest); again != nil || len(bytes.TrimSpace(rest)) > 0 {
		return nil, fault("the file holds more than one key", "keep each in a file of its own")
	}
	if len(block.Headers) > 0 {
		return nil, fault("the key is encrypted or has headers", hint)
	}
	return block, nil
}

// fault is an error about a key, with what to do.
func fault(message, hint string) error {
	return source.Problem{Message: message, Hint: hint}
}
