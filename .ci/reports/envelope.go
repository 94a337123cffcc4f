package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/secure-systems-lab/go-securesystemslib/signerverifier"
	"google.golang.org/protobuf/encoding/protojson"
)

// Both halves of a key that signs nothing but tests.
var (
	//go:embed testdata/key.pem
	privateKey []byte
	//go:embed testdata/pub.pem
	publicKey []byte
)

const payloadType = "application/vnd.in-toto+json"

// readInToto asks in-toto's own library about each line.
func readInToto(data []byte) error {
	for line := range bytes.Lines(data) {
		if err := readStatement(line); err != nil {
			return err
		}
	}
	return nil
}

// readStatement takes no field that in-toto does not know.
func readStatement(data []byte) error {
	var s intoto.Statement
	if err := protojson.Unmarshal(data, &s); err != nil {
		return err
	}
	if err := s.Validate(); err != nil {
		return err
	}
	if s.GetType() != intoto.StatementTypeUri || s.GetPredicateType() != "https://in-toto.io/attestation/test-result/v0.1" {
		return fmt.Errorf("a statement of type %s about %s", s.GetType(), s.GetPredicateType())
	}
	predicate, err := protojson.Marshal(s.GetPredicate())
	if err != nil {
		return err
	}
	var result testresult.TestResult
	if err := protojson.Unmarshal(predicate, &result); err != nil {
		return err
	}
	for _, r := range result.GetConfiguration() {
		if err := r.Validate(); err != nil {
			return err
		}
	}
	failed := len(result.GetFailedTests()) > 0
	switch result.GetResult() {
	case "PASSED", "WARNED":
		if failed {
			return fmt.Errorf("%s, with tests that failed", result.GetResult())
		}
	case "FAILED":
	default:
		return fmt.Errorf("there is no result %q", result.GetResult())
	}
	return nil
}

func signerVerifier(key []byte) (*signerverifier.ED25519SignerVerifier, error) {
	loaded, err := signerverifier.LoadKey(key)
	if err != nil {
		return nil, err
	}
	return signerverifier.NewED25519SignerVerifierFromSSLibKey(loaded)
}

// readDSSE opens envelopes, one on a line, with the library of DSSE's authors.
func readDSSE(data []byte) error {
	_, err := open(data)
	return err
}

// open returns the statements in envelopes.
func open(data []byte) ([][]byte, error) {
	key, err := signerVerifier(publicKey)
	if err != nil {
		return nil, err
	}
	verifier, err := dsse.NewEnvelopeVerifier(key)
	if err != nil {
		return nil, err
	}
	var statements [][]byte
	for line := range bytes.Lines(data) {
		var envelope dsse.Envelope
		if err := json.Unmarshal(line, &envelope); err != nil {
			return nil, err
		}
		if envelope.PayloadType != payloadType {
			return nil, fmt.Errorf("a payload of type %q", envelope.PayloadType)
		}
		_, statement, err := verifier.VerifyAndDecode(context.Background(), &envelope)
		if err != nil {
			return nil, err
		}
		if err := readStatement(statement); err != nil {
			return nil, err
		}
		statements = append(statements, statement)
	}
	if len(statements) == 0 {
		return nil, errors.New("there is no envelope")
	}
	return statements, nil
}

// signAgain opens envelopes and signs what is in them anew, as that library
// does, for vendorgate to verify.
func signAgain(data []byte, w io.Writer) error {
	statements, err := open(data)
	if err != nil {
		return err
	}
	key, err := signerVerifier(privateKey)
	if err != nil {
		return err
	}
	signer, err := dsse.NewEnvelopeSigner(key)
	if err != nil {
		return err
	}
	for _, statement := range statements {
		envelope, err := signer.SignPayload(context.Background(), payloadType, statement)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(w).Encode(envelope); err != nil {
			return err
		}
	}
	return nil
}
