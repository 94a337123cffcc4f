// Package attest signs statements and checks their signatures: DSSE envelopes of
// in-toto statements, signed with Ed25519. What a statement says is not its
// concern.
//
// [Sign] makes an envelope, [Open] checks one and returns what is in it. Nothing
// of an envelope may be used before Open has returned it.
//
// Keys are PEM files as `openssl genpkey -algorithm ed25519` writes them; see
// [ReadPrivateKey] and [ReadPublicKey].
package attest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// PayloadType is the type of what is signed: an in-toto statement. No other is
// accepted, because a signature is only worth what was meant by it.
const PayloadType = "application/vnd.in-toto+json"

type envelope struct {
	PayloadType string      `json:"payloadType"`
	Payload     string      `json:"payload"`
	Signatures  []signature `json:"signatures"`
}

type signature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"`
}

// encoded is what is signed of a payload. Type and length are part of it, so no
// payload can be taken for one of another type.
func encoded(payloadType string, payload []byte) []byte {
	return append(fmt.Appendf(nil, "DSSEv1 %d %s %d ", len(payloadType), payloadType, len(payload)), payload...)
}

// Sign returns the envelope of a statement, as one line of JSON without its end.
func Sign(key ed25519.PrivateKey, statement []byte) ([]byte, error) {
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("this key has no public half")
	}
	return json.Marshal(envelope{
		PayloadType: PayloadType,
		Payload:     base64.StdEncoding.EncodeToString(statement),
		Signatures:  []signature{{KeyID(public), base64.StdEncoding.EncodeToString(ed25519.Sign(key, encoded(PayloadType, statement)))}},
	})
}

// Open checks an envelope with a public key and returns the statement in it.
//
// The envelope has to have exactly one signature. The others of one that has
// several could not be checked with this key, and a reader who sees that the
// envelope was accepted would take them for checked.
func Open(key ed25519.PublicKey, data []byte) ([]byte, error) {
	var e envelope
	if err := json.Unmarshal(data, &e, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("this is no DSSE envelope: %w", err)
	}
	if e.PayloadType != PayloadType {
		return nil, fmt.Errorf("the envelope holds a payload of type %q, want %q", e.PayloadType, PayloadType)
	}
	if len(e.Signatures) != 1 {
		return nil, fmt.Errorf("the envelope has %d signatures, want exactly one: others could not be checked", len(e.Signatures))
	}
	statement, err := decode(e.Payload)
	if err != nil {
		return nil, fmt.Errorf("the payload of the envelope is not base64: %w", err)
	}
	signed, err := decode(e.Signatures[0].Sig)
	if err != nil {
		return nil, fmt.Errorf("the signature of the envelope is not base64: %w", err)
	}
	if !ed25519.Verify(key, encoded(e.PayloadType, statement), signed) {
		return nil, wrongSignature(key, e.Signatures[0].KeyID)
	}
	return statement, nil
}

// wrongSignature says whose signature it claims to be. That is a hint and
// nothing more: the name of the key is not signed.
func wrongSignature(key ed25519.PublicKey, claimed string) error {
	id := KeyID(key)
	if claimed != "" && claimed != id {
		return fmt.Errorf("the signature is not of this key: the envelope names the key %.80s, this one is %s", claimed, id)
	}
	return errors.New("the signature does not fit the envelope: somebody changed it after it was signed")
}

// decode reads base64 in either of the alphabets that DSSE allows, strictly.
func decode(s string) ([]byte, error) {
	encoding := base64.StdEncoding
	if strings.ContainsAny(s, "-_") {
		encoding = base64.URLEncoding
	}
	if strings.ContainsAny(s, "\r\n") {
		return nil, errors.New("it has line feeds in it")
	}
	return encoding.Strict().DecodeString(s)
}

// Split takes apart a file of envelopes: JSON values, one after the other.
func Split(data []byte) ([][]byte, error) {
	d := jsontext.NewDecoder(bytes.NewReader(data))
	var envelopes [][]byte
	for {
		value, err := d.ReadValue()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("this is no DSSE envelope: %w", err)
		}
		envelopes = append(envelopes, bytes.Clone(value))
	}
	if len(envelopes) == 0 {
		return nil, errors.New("there is no envelope in it")
	}
	return envelopes, nil
}
