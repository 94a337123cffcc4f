package document
import ("testing";"encoding/json";"bytes";"go.yaml.in/yaml/v4";"io";"github.com/go-json-experiment/json/jsontext";"crypto/sha256")
func BenchmarkBase(b *testing.B){
 y:=realistic(); j:=twin(b,y)
 b.Run("std",func(b *testing.B){b.ReportAllocs();for b.Loop(){var v any; d:=json.NewDecoder(bytes.NewReader(j)); d.UseNumber(); d.Decode(&v)}})
 b.Run("ours",func(b *testing.B){b.ReportAllocs();for b.Loop(){Parse("a.json",j,Limits{})}})
 b.Run("tokens",func(b *testing.B){b.ReportAllocs();for b.Loop(){d:=jsontext.NewDecoder(bytes.NewBuffer(j)); for { if _,err:=d.ReadToken();err==io.EOF{break}}}})
 b.Run("sha",func(b *testing.B){b.ReportAllocs();for b.Loop(){sha256.Sum256(j)}})
 b.Run("chars",func(b *testing.B){b.ReportAllocs();for b.Loop(){admit(j,0,true,&faults{})}})
 b.Run("ynode",func(b *testing.B){b.ReportAllocs();for b.Loop(){var n yaml.Node; yaml.Load(y,&n)}})
 b.Run("yours",func(b *testing.B){b.ReportAllocs();for b.Loop(){Parse("a.yaml",y,Limits{})}})
}
