package bundle

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"slices"

	opa "github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/util"
)

// Signatures are those of OPA: a JWT over the digest of every file, in
// .signatures.json. Of its algorithms only Ed25519 is used, which has no
// parameter that could be chosen badly and gives the same signature every time.
const (
	algorithm = "EdDSA"
	hashing   = "SHA-256"
	// keyID is the name that OPA gives to a key on its command line.
	keyID = "default"
)

// Sign signs the bundle with the PEM of an Ed25519 private key.
func (b *Bundle) Sign(key []byte) error {
	block, _ := pem.Decode(key)
	if block == nil {
		return errors.New("the key is not in PEM form")
	}
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if _, ok := private.(ed25519.PrivateKey); err != nil || !ok {
		return errors.New("the key is no Ed25519 private key")
	}
	hasher, err := opa.NewSignatureHasher(hashing)
	if err != nil {
		return err
	}
	var files []opa.FileInfo
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		var value any = b.files[name]
		if opa.IsStructuredDoc(name) {
			value = nil
			if err := util.UnmarshalJSON(b.files[name], &value); err != nil {
				return fmt.Errorf("sign %s: %w", name, err)
			}
		}
		sum, err := hasher.HashFile(value)
		if err != nil {
			return fmt.Errorf("sign %s: %w", name, err)
		}
		files = append(files, opa.NewFile(name, hex.EncodeToString(sum), hashing))
	}
	token, err := opa.GenerateSignedToken(files, opa.NewSigningConfig(string(key), algorithm, ""), keyID)
	if err != nil {
		return err
	}
	b.signature, err = json.Marshal(opa.SignaturesConfig{Signatures: []string{token}})
	return err
}

// verify checks the signature, and every file against its digest in it. It does
// so on the very bytes that are used afterwards.
func (b *Bundle) verify(key []byte) error {
	if err := isPublicKey(key); err != nil {
		return b.problem("the key to verify the bundle with: "+err.Error(), "give the public half, as `openssl pkey -in key.pem -pubout` writes it")
	}
	const ask = "take the bundle from those who sign it"
	if b.signature == nil {
		return b.problem("the bundle is not signed, and a key to verify it with is given",
			"sign it where it is built, with `vendorgate policy build --signing-key FILE`")
	}
	var signatures opa.SignaturesConfig
	if err := util.UnmarshalJSON(b.signature, &signatures); err != nil || signatures.Plugin != "" {
		return b.problem("the signature of the bundle cannot be read", ask)
	}
	signed, err := opa.VerifyBundleSignature(signatures, opa.NewVerificationConfig(map[string]*opa.KeyConfig{
		keyID: {Key: string(key), Algorithm: algorithm},
	}, keyID, "", nil))
	if err != nil {
		return b.problem("the bundle is not signed by this key: "+err.Error(), ask+", and the key too")
	}
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		if err := opa.VerifyBundleFile(name, *bytes.NewBuffer(b.files[name]), signed); err != nil {
			return b.problem("the bundle is not as it was signed: "+err.Error(), ask)
		}
	}
	if missing := slices.Sorted(maps.Keys(signed)); len(missing) > 0 {
		return b.problem(fmt.Sprintf("the bundle is not as it was signed: %s is missing", missing[0]), ask)
	}
	return nil
}

func isPublicKey(key []byte) error {
	block, _ := pem.Decode(key)
	if block == nil {
		return errors.New("it is not in PEM form")
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if _, ok := public.(ed25519.PublicKey); err != nil || !ok {
		return errors.New("it is no Ed25519 public key")
	}
	return nil
}
