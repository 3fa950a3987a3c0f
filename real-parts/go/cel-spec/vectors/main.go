// Writes the conformance tests of the CEL specification as one binary file: the descriptors of their messages, then the
// test files, each behind its length.
//
//	vectors DIRECTORY      where DIRECTORY holds the specification's module
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"

	"google.golang.org/protobuf/encoding/protodelim"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"cel.dev/expr/conformance/proto2"
	"cel.dev/expr/conformance/proto3"
	"cel.dev/expr/conformance/test"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: vectors DIRECTORY"))
	}
	names, err := filepath.Glob(filepath.Join(os.Args[1], "tests", "simple", "testdata", "*.textproto"))
	fail(err)
	if len(names) == 0 {
		fail(fmt.Errorf("no tests below %s", os.Args[1]))
	}
	out := bufio.NewWriter(os.Stdout)
	_, err = protodelim.MarshalTo(out, descriptors())
	fail(err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		fail(err)
		file := &test.SimpleTestFile{}
		fail(prototext.Unmarshal(text, file))
		_, err = protodelim.MarshalTo(out, file)
		fail(err)
	}
	fail(out.Flush())
}

// Every file behind its imports.
func descriptors() *descriptorpb.FileDescriptorSet {
	set := &descriptorpb.FileDescriptorSet{}
	seen := map[string]bool{}
	var add func(file protoreflect.FileDescriptor)
	add = func(file protoreflect.FileDescriptor) {
		if seen[file.Path()] {
			return
		}
		seen[file.Path()] = true
		imports := file.Imports()
		for i := range imports.Len() {
			add(imports.Get(i).FileDescriptor)
		}
		set.File = append(set.File, protodesc.ToFileDescriptorProto(file))
	}
	add(test.File_cel_expr_conformance_test_simple_proto)
	add(proto2.File_cel_expr_conformance_proto2_test_all_types_proto)
	add(proto2.File_cel_expr_conformance_proto2_test_all_types_extensions_proto)
	add(proto3.File_cel_expr_conformance_proto3_test_all_types_proto)
	return set
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}
