package bundle

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rsa"
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
// .signatures.json. Of its algorithms two are used, both of which give the same
// signature every time. Ed25519 has no parameter that could be chosen badly, but
// an OPA takes such a key on its command line alone; for a bundle that it fetches
// by itself its configuration (1.22) knows RSA and nothing better that repeats.
const (
	withEd25519 = "EdDSA"
	withRSA     = "RS256"
	hashing     = "SHA-256"
	// keyID is the name that OPA gives to a key on its command line.
	keyID = "default"
	// leastBits is the length of RSA keys that is asked for beyond 2030.
	leastBits = 3072
)

// Sign signs the bundle with the PEM of an Ed25519 or RSA private key.
func (b *Bundle) Sign(key []byte) error {
	key, algorithm, err := privateKey(key)
	if err != nil {
		return fmt.Errorf("the key %w", err)
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
	key, algorithm, err := publicKey(key)
	if err != nil {
		return b.problem("the key to verify the bundle with "+err.Error(), "give the public half, as `openssl pkey -in key.pem -pubout` writes it")
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

// privateKey returns the PEM of a private key without what may stand around it,
// and the algorithm that it is for.
func privateKey(text []byte) (key []byte, algorithm string, err error) {
	return keyIn(text, func(der []byte) (any, error) {
		private, err := x509.ParsePKCS8PrivateKey(der)
		switch private := private.(type) {
		case ed25519.PrivateKey:
			return private.Public(), err
		case *rsa.PrivateKey:
			return private.Public(), err
		}
		return nil, errors.New("is no private key of Ed25519 or RSA in PKCS#8")
	})
}

// publicKey is privateKey for the public half. What it is for comes from the key
// alone: a signature that names another algorithm does not choose.
func publicKey(text []byte) (key []byte, algorithm string, err error) {
	return keyIn(text, func(der []byte) (any, error) {
		public, err := x509.ParsePKIXPublicKey(der)
		if err != nil {
			return nil, errors.New("is no public key of Ed25519 or RSA")
		}
		return public, nil
	})
}

func keyIn(text []byte, parse func(der []byte) (public any, err error)) (key []byte, algorithm string, err error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, "", errors.New("is not in PEM form")
	}
	public, err := parse(block.Bytes)
	if err != nil {
		return nil, "", err
	}
	switch public := public.(type) {
	case ed25519.PublicKey:
		algorithm = withEd25519
	case *rsa.PublicKey:
		if public.N.BitLen() < leastBits {
			return nil, "", fmt.Errorf("has %d bits, RSA takes at least %d", public.N.BitLen(), leastBits)
		}
		algorithm = withRSA
	default:
		return nil, "", errors.New("is no key of Ed25519 or RSA")
	}
	return pem.EncodeToMemory(block), algorithm, nil
}
