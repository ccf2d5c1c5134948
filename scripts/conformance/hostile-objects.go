// Command hostile-objects prints stored objects of every kind that Kubernetes registers, filled with the values that
// decoders get wrong, one JSON line each: what Kubernetes' own decoder and JSON encoder make of the stored bytes
// ("expected"), the kind ("gvk"), and the bytes ("valueB64"). fixtures/conformance/README.md says how to run it.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	extensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	extensionsv1beta1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/randfill"
)

const (
	minTime = -62135596800 // year 1, Go's zero time
	maxTime = 253402300799 // the end of year 9999
)

var (
	texts = []string{"", "a", "0", "10", "2", "true", "null", "__proto__", "constructor", "\x00", "\t\n\r\b\f\x7f",
		"\u2028\u2029", "<>&'\"\\/", "😀𝒳", "e\u0301", "\ufffd", "\ufeffx"}
	brokenTexts = []string{"\xff\xfe", "a\x80b", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "\xe2\x82", "\xf0\x9f\x98"}
	integers    = []int64{0, 0, 1, -1, 127, 128, 300, math.MaxInt32, math.MinInt32, 1 << 53, 1<<53 + 1, -(1 << 53) - 1,
		math.MaxInt64, math.MinInt64}
	doubles = []float64{0, math.Copysign(0, -1), 1, -1.5, 0.1, 1e20, 1e21, 123456789.125, 1e-6, 1e-7, 5e-324,
		math.MaxFloat64, 1 << 53}
	numbers = []string{"0", "-0", "1e3", "1E+2", "0.10", "9007199254740993", "-9223372036854775808",
		"18446744073709551616", "1.7976931348623157e308", "123456789012345678901234567890", "1e-7"}
	quantities = []string{"0", "1", "100m", "1Gi", "-5", "1e3", "0.5", "1500m", "12E6", "1.5Gi", "1n", "3Ei", "0Ki",
		"9223372036854775807", "99999999999999999999", "-1500m", "1e-3"}
)

func pick[T any](c randfill.Continue, from []T) T { return from[c.Intn(len(from))] }

func text(c randfill.Continue) string {
	switch c.Intn(4) {
	case 0:
		return pick(c, texts)
	case 1:
		return pick(c, texts) + c.String(0) + pick(c, texts)
	case 2:
		// The number keeps two broken map keys from becoming one key in the JSON.
		return pick(c, brokenTexts) + strconv.FormatUint(c.Uint64(), 36)
	}
	return c.String(0)
}

func seconds(c randfill.Continue) int64 {
	fixed := []int64{0, minTime, maxTime, maxTime + 1, -1}
	switch c.Intn(4) {
	case 0:
		return pick(c, fixed)
	case 1:
		return minTime + c.Int63n(-minTime)
	case 2:
		return 2*minTime + c.Int63n(4*maxTime)
	}
	return c.Int63n(maxTime)
}

func rawJSON(c randfill.Continue, depth int) string {
	switch kind := c.Intn(8); {
	case depth > 0 && kind < 2:
		return rawObject(c, depth)
	case depth > 0 && kind < 4:
		items := make([]string, c.Intn(4))
		for i := range items {
			items[i] = rawJSON(c, depth-1)
		}
		return "[" + strings.Join(items, " ,\n\t") + "]"
	case kind == 4:
		return pick(c, []string{"null", "true", "false"})
	case kind == 5:
		return pick(c, numbers)
	}
	return quoted(c, strings.ToValidUTF8(text(c), "?"))
}

func rawObject(c randfill.Continue, depth int) string {
	members := map[string]string{}
	for i := c.Intn(4); i > 0; i-- {
		members[quoted(c, strconv.Itoa(i)+strings.ToValidUTF8(text(c), "?"))] = rawJSON(c, depth-1)
	}
	lines := []string{}
	for name, value := range members {
		lines = append(lines, name+" : "+value)
	}
	sort.Strings(lines)
	return "{" + strings.Join(lines, ",") + "}"
}

func quoted(c randfill.Continue, text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(c.Bool())
	if err := encoder.Encode(text); err != nil {
		log.Fatal(err)
	}
	return strings.TrimSpace(out.String())
}

func fillers() []interface{} {
	return []interface{}{
		func(s *string, c randfill.Continue) { *s = text(c) },
		func(i *int64, c randfill.Continue) { *i = pick(c, append(integers, int64(c.Uint64()))) },
		func(i *int32, c randfill.Continue) { *i = int32(pick(c, append(integers, int64(c.Uint64())))) },
		func(f *float64, c randfill.Continue) { *f = pick(c, append(doubles, c.Float64())) },
		func(t *metav1.TypeMeta, c randfill.Continue) { *t = metav1.TypeMeta{} },
		func(t *metav1.Time, c randfill.Continue) { *t = metav1.Unix(seconds(c), c.Int63n(1e9)) },
		func(t *metav1.MicroTime, c randfill.Continue) {
			*t = metav1.MicroTime{Time: time.Unix(seconds(c), pick(c, []int64{0, 1, 999, 1000, 1e9 - 1, c.Int63n(1e9)}))}
		},
		func(q *resource.Quantity, c randfill.Continue) {
			formats := []resource.Format{resource.DecimalSI, resource.BinarySI, resource.DecimalExponent}
			random := *resource.NewMilliQuantity(c.Int63()-c.Int63(), pick(c, formats))
			*q = pick(c, []resource.Quantity{{}, random, resource.MustParse(pick(c, quantities))})
		},
		func(i *intstr.IntOrString, c randfill.Continue) {
			*i = pick(c, []intstr.IntOrString{{}, intstr.FromString(text(c)), intstr.FromInt32(int32(pick(c, integers)))})
		},
		func(o *runtime.Object, c randfill.Continue) {},
		func(r *runtime.RawExtension, c randfill.Continue) {
			r.Raw = pick(c, [][]byte{nil, []byte(rawObject(c, 3))})
		},
		func(f *metav1.FieldsV1, c randfill.Continue) { f.Raw = pick(c, [][]byte{nil, []byte(rawObject(c, 3))}) },
		func(j *extensionsv1.JSON, c randfill.Continue) { j.Raw = pick(c, [][]byte{nil, []byte(rawJSON(c, 3))}) },
		func(j *extensionsv1beta1.JSON, c randfill.Continue) {
			j.Raw = pick(c, [][]byte{nil, []byte(rawJSON(c, 3))})
		},
	}
}

// kinds are those that a value can be stored under, in order.
func kinds() []schema.GroupVersionKind {
	found := []schema.GroupVersionKind{}
	for kind := range scheme.Scheme.AllKnownTypes() {
		anyGroup := strings.HasSuffix(kind.Kind, "Options") || kind.Kind == "WatchEvent"
		if kind.Version != runtime.APIVersionInternal && !anyGroup {
			found = append(found, kind)
		}
	}
	sort.Slice(found, func(a, b int) bool { return found[a].String() < found[b].String() })
	return found
}

// printObject writes nothing for an object that Kubernetes itself cannot encode.
func printObject(out *bufio.Writer, kind schema.GroupVersionKind, filler *randfill.Filler) error {
	object, err := scheme.Scheme.New(kind)
	if err != nil {
		return err
	}
	filler.Fill(object)
	object.GetObjectKind().SetGroupVersionKind(kind)
	serializer := protobuf.NewSerializer(scheme.Scheme, scheme.Scheme)
	var stored bytes.Buffer
	if err := serializer.Encode(object, &stored); err != nil {
		return err
	}
	read, _, err := serializer.Decode(stored.Bytes(), nil, nil)
	if err != nil {
		return err
	}
	read.GetObjectKind().SetGroupVersionKind(kind)
	expected, err := json.Marshal(read)
	if err != nil {
		return err
	}
	name := strings.Join([]string{kind.Group, kind.Version, kind.Kind}, "/")
	_, err = fmt.Fprintf(out, "{\"expected\":%s,\"gvk\":%q,\"valueB64\":%q}\n", expected, name,
		base64.StdEncoding.EncodeToString(stored.Bytes()))
	return err
}

// Arguments: the seed, and how many objects of each kind.
func main() {
	seed, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	count, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	for _, add := range []func(*runtime.Scheme) error{extensionsv1.AddToScheme, extensionsv1beta1.AddToScheme} {
		if err := add(scheme.Scheme); err != nil {
			log.Fatal(err)
		}
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	filler := randfill.NewWithSeed(seed).NilChance(.4).NumElements(0, 2).MaxDepth(12).Funcs(fillers()...)
	for _, kind := range kinds() {
		for range count {
			if err := printObject(out, kind, filler); err != nil {
				log.Printf("%s: %v", kind, err)
			}
		}
	}
}
