package attest_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/vendorgate/vendorgate/pkg/attest"
	"github.com/vendorgate/vendorgate/pkg/source"
)

// key is one for tests, the same in every run.
func key(first byte) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = first
	return ed25519.NewKeyFromSeed(seed)
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func sign(t *testing.T, statement string) string {
	t.Helper()
	envelope, err := attest.Sign(key(1), []byte(statement))
	if err != nil {
		t.Fatal(err)
	}
	return string(envelope)
}

// TestSignedIsOpened: what was signed comes out again, and the same is signed
// in the same way.
func TestSignedIsOpened(t *testing.T) {
	for _, statement := range []string{"", "{}", `{"a":"ü ? > ~"}`, strings.Repeat("x", 100000)} {
		envelope := sign(t, statement)
		got, err := attest.Open(public(key(1)), []byte(envelope))
		if err != nil || string(got) != statement {
			t.Errorf("%.20q came out as %.20q (%v)", statement, got, err)
		}
		if again := sign(t, statement); again != envelope {
			t.Error("signing again gives other bytes")
		}
	}
}

// TestOpenRefuses: whatever is not one whole envelope of a statement, signed
// once and with this key, is not opened.
func TestOpenRefuses(t *testing.T) {
	good := sign(t, `{"statement":1}`)
	other, err := attest.Sign(key(2), []byte(`{"statement":1}`))
	if err != nil {
		t.Fatal(err)
	}
	payload := base64.StdEncoding.EncodeToString([]byte(`{"statement":1}`))
	replace := func(old, changed string) string {
		t.Helper()
		if !strings.Contains(good, old) {
			t.Fatalf("the envelope has no %q: %s", old, good)
		}
		return strings.Replace(good, old, changed, 1)
	}
	beforeSignature, _, _ := strings.Cut(good, `"sig":"`)
	signatures := good[strings.Index(good, `[{`)+1 : strings.Index(good, `}]`)+1]
	for _, tc := range []struct{ name, envelope, want string }{
		{"nothing", "", "this is no DSSE envelope"},
		{"no object", "[]", "this is no DSSE envelope"},
		{"two envelopes", good + good, "this is no DSSE envelope"},
		{"an unknown field", replace(`{"payloadType"`, `{"more":1,"payloadType"`), "this is no DSSE envelope"},
		{"a field twice", replace(`{"payloadType"`, `{"payload":"e30=","payloadType"`), "this is no DSSE envelope"},
		{"another type", replace(attest.PayloadType, "text/plain"), `a payload of type "text/plain"`},
		{"no type", replace(attest.PayloadType, ""), `a payload of type ""`},
		{"another payload", replace(payload, "e30="), "does not fit"},
		{"payload not base64", replace(payload, "{}"), "is not base64"},
		{"payload with line feeds", replace(payload, payload[:4]+`\n`+payload[4:]), "is not base64"},
		{"payload with loose ends", replace(payload, "eyJzdGF0ZW1lbnQiOjF9eR=="), "is not base64"},
		{"no signature", replace(signatures, ""), "has 0 signatures"},
		{"another signature beside it", replace(signatures, signatures+","+signatures), "has 2 signatures"},
		{"signature not base64", replace(`"sig":"`, `"sig":"!`), "is not base64"},
		{"an unknown field of a signature", replace(`"sig":"`, `"sig":"","x":"`), "this is no DSSE envelope"},
		{"empty signature", beforeSignature + `"sig":""}]}`, "does not fit"},
		{"another key", string(other), "is not of this key"},
		{"another key under our name", strings.Replace(string(other), id(2), id(1), 1), "does not fit"},
	} {
		statement, err := attest.Open(public(key(1)), []byte(tc.envelope))
		if err == nil || !strings.Contains(err.Error(), tc.want) || statement != nil {
			t.Errorf("%s: %q, %v; want an error with %q", tc.name, statement, err, tc.want)
		}
	}
	// The name of the key is a hint, which other programs leave out.
	if _, err := attest.Open(public(key(1)), []byte(replace(id(1), ""))); err != nil {
		t.Errorf("without a key id: %v", err)
	}
}

func id(first byte) string { return attest.KeyID(public(key(first))) }

// TestEachBitIsSigned: no bit of the payload can be changed.
func TestEachBitIsSigned(t *testing.T) {
	good := sign(t, `{"statement":1}`)
	payload := base64.StdEncoding.EncodeToString([]byte(`{"statement":1}`))
	raw := []byte(`{"statement":1}`)
	for i := range raw {
		for bit := range 8 {
			changed := bytes.Clone(raw)
			changed[i] ^= 1 << bit
			envelope := strings.Replace(good, payload, base64.StdEncoding.EncodeToString(changed), 1)
			if _, err := attest.Open(public(key(1)), []byte(envelope)); err == nil {
				t.Fatalf("%q was accepted", changed)
			}
		}
	}
}

func TestSplit(t *testing.T) {
	for _, tc := range []struct {
		data string
		want int
	}{
		{"", 0},
		{" \n", 0},
		{"{}", 1},
		{"{}\n{}\n", 2},
		{"{\n}", 1},
		{"{}\n{", 0},
		{"{}\nrest", 0},
		{`{"a":1,"a":2}`, 0},
	} {
		envelopes, err := attest.Split([]byte(tc.data))
		if len(envelopes) != tc.want || (err == nil) != (tc.want > 0) {
			t.Errorf("%q: %d envelopes, %v; want %d", tc.data, len(envelopes), err, tc.want)
		}
	}
}

// TestKeys: a key of the right kind is read, and what is wrong with another is
// said, together with what to do.
func TestKeys(t *testing.T) {
	encode := func(kind string, der []byte, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	der, err := x509.MarshalPKCS8PrivateKey(key(1))
	private := encode("PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(public(key(1)))
	pub := encode("PUBLIC KEY", der, err)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err = x509.MarshalPKCS8PrivateKey(curve)
	ecPrivate := encode("PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(&curve.PublicKey)
	ecPublic := encode("PUBLIC KEY", der, err)

	got, err := attest.ReadPrivateKey([]byte(private))
	if err != nil || !got.Equal(key(1)) {
		t.Errorf("private key: %v", err)
	}
	gotPublic, err := attest.ReadPublicKey([]byte(pub))
	if err != nil || !gotPublic.Equal(public(key(1))) {
		t.Errorf("public key: %v", err)
	}

	for _, tc := range []struct{ name, forPrivate, forPublic, data string }{
		{"nothing", "no key in PEM form", "no key in PEM form", ""},
		{"text", "no key in PEM form", "no key in PEM form", "secret"},
		{"private", "", "this is a private key", private},
		{"public", "this is a public key", "", pub},
		{"two", "more than one key", "more than one key", private + pub},
		{"a rest", "more than one key", "more than one key", pub + "rest"},
		{"another algorithm", "another algorithm than Ed25519", "this is a private key", ecPrivate},
		{"another algorithm, public", "this is a public key", "another algorithm than Ed25519", ecPublic},
		{"encrypted", "the key is encrypted", "this is a private key", encode("ENCRYPTED PRIVATE KEY", []byte{1}, nil)},
		{"openssh", `this is a "OPENSSH PRIVATE KEY"`, `this is a "OPENSSH PRIVATE KEY"`, encode("OPENSSH PRIVATE KEY", []byte{1}, nil)},
		{"certificate", `this is a "CERTIFICATE"`, "this is a certificate", encode("CERTIFICATE", []byte{1}, nil)},
		{"garbage", "cannot be read", "this is a private key", encode("PRIVATE KEY", []byte{1}, nil)},
		{"public garbage", "this is a public key", "cannot be read", encode("PUBLIC KEY", []byte{1}, nil)},
	} {
		check := func(kind string, err error, want string) {
			if want == "" {
				if err != nil {
					t.Errorf("%s: %v", tc.name, err)
				}
				return
			}
			var problem source.Problem
			if !errors.As(err, &problem) || !strings.Contains(problem.Message, want) || problem.Hint == "" {
				t.Errorf("%s as the %s key: %v, want an error with %q and a hint", tc.name, kind, err, want)
			}
		}
		_, err := attest.ReadPrivateKey([]byte(tc.data))
		check("private", err, tc.forPrivate)
		_, err = attest.ReadPublicKey([]byte(tc.data))
		check("public", err, tc.forPublic)
	}
}

// FuzzOpen: whatever is made of an envelope, what is opened was signed.
func FuzzOpen(f *testing.F) {
	const statement = `{"statement":1}`
	envelope, err := attest.Sign(key(1), []byte(statement))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(envelope)
	f.Add([]byte(strings.ReplaceAll(string(envelope), ",", " , ")))
	f.Add([]byte(`{"payloadType":"application/vnd.in-toto+json","payload":"","signatures":[{"keyid":"","sig":""}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		opened, err := attest.Open(public(key(1)), data)
		if (err == nil) != (opened != nil) || err == nil && string(opened) != statement {
			t.Errorf("%q was opened as %q (%v)", data, opened, err)
		}
	})
}
