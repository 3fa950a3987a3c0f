package ai.altairalabs.omnia.core.cel;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.cel.expr.Decl;
import dev.cel.expr.Type;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One conformance test of the CEL specification.
 *
 * @param id file, section and name, between them a slash
 * @param value what the expression must give; null where it must fail, or is checked only
 * @param type what the checker must find; null: it does not say
 * @param fails whether the evaluation must fail
 */
record SpecificationCase(
        String id,
        String expression,
        boolean macros,
        boolean checked,
        boolean evaluated,
        List<Decl> declarations,
        String container,
        Map<String, Object> bindings,
        @Nullable Object value,
        @Nullable Type type,
        boolean fails) {
    /** All of them, and the files of the message types that they use. */
    record Suite(List<SpecificationCase> tests, List<FileDescriptor> types, ExtensionRegistry extensions) {}

    /** Reads what {@code real-parts/build} wrote: descriptors, then test files, each behind its length. */
    static Suite read(Path file) throws IOException, DescriptorValidationException {
        try (InputStream in = Files.newInputStream(file)) {
            Map<String, FileDescriptor> files = files(FileDescriptorSet.parseDelimitedFrom(in));
            ExtensionRegistry extensions = ExtensionRegistry.newInstance();
            files.values().forEach(each -> {
                each.getExtensions().forEach(extension -> add(extension, extensions));
                each.getMessageTypes()
                        .forEach(type -> type.getExtensions().forEach(extension -> add(extension, extensions)));
            });
            SpecificationValues values = new SpecificationValues(files.values(), extensions);
            Descriptor testFile = values.descriptor("cel.expr.conformance.test.SimpleTestFile");
            List<SpecificationCase> tests = new ArrayList<>();
            DynamicMessage.Builder builder = DynamicMessage.newBuilder(testFile);
            while (builder.mergeDelimitedFrom(in, extensions)) {
                Node one = new Node(builder.build());
                for (Node section : one.nodes("section")) {
                    for (Node test : section.nodes("test")) {
                        String id = one.text("name") + "/" + section.text("name") + "/" + test.text("name");
                        tests.add(of(id, test, values));
                    }
                }
                builder = DynamicMessage.newBuilder(testFile);
            }
            return new Suite(List.copyOf(tests), List.copyOf(files.values()), extensions);
        }
    }

    private static void add(FieldDescriptor extension, ExtensionRegistry extensions) {
        if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            extensions.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
        } else {
            extensions.add(extension);
        }
    }

    private static SpecificationCase of(String id, Node test, SpecificationValues values)
            throws InvalidProtocolBufferException {
        Map<String, Object> bindings = new LinkedHashMap<>();
        for (Node binding : test.nodes("bindings")) {
            bindings.put(
                    binding.text("key"),
                    values.of(binding.node("value").node("value").message()));
        }
        List<Decl> declarations = new ArrayList<>();
        for (Node declaration : test.nodes("type_env")) {
            declarations.add(Decl.parseFrom(declaration.message().toByteString()));
        }
        Object value = null;
        Type type = null;
        boolean fails = test.has("eval_error") || test.has("any_eval_errors");
        if (test.has("typed_result")) {
            Node result = test.node("typed_result");
            value = result.has("result") ? values.of(result.node("result").message()) : null;
            type = Type.parseFrom(result.node("deduced_type").message().toByteString());
        } else if (!fails) {
            value = test.has("value") ? values.of(test.node("value").message()) : Boolean.TRUE;
        }
        return new SpecificationCase(
                id,
                test.text("expr"),
                !test.flag("disable_macros"),
                !test.flag("disable_check"),
                !test.flag("check_only"),
                declarations,
                test.text("container"),
                bindings,
                value,
                type,
                fails);
    }

    /** The descriptors by file name, each behind what it imports; those that protobuf brings are taken from there. */
    private static Map<String, FileDescriptor> files(FileDescriptorSet set) throws DescriptorValidationException {
        Map<String, FileDescriptor> files = new LinkedHashMap<>();
        for (FileDescriptorProto file : set.getFileList()) {
            FileDescriptor known = SpecificationValues.WELL_KNOWN.get(file.getName());
            FileDescriptor[] imports =
                    file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
            files.put(file.getName(), known == null ? FileDescriptor.buildFrom(file, imports) : known);
        }
        return files;
    }

    /** A message whose class is not there, read by its fields' names. */
    record Node(Message message) {
        private Object get(String field) {
            return message.getField(descriptor(field));
        }

        private FieldDescriptor descriptor(String field) {
            return message.getDescriptorForType().findFieldByName(field);
        }

        boolean has(String field) {
            return message.hasField(descriptor(field));
        }

        boolean flag(String field) {
            return (Boolean) get(field);
        }

        String text(String field) {
            return (String) get(field);
        }

        long number(String field) {
            return ((Number) get(field)).longValue();
        }

        ByteString octets(String field) {
            return (ByteString) get(field);
        }

        Node node(String field) {
            return new Node((Message) get(field));
        }

        List<Node> nodes(String field) {
            return ((List<?>) get(field))
                    .stream().map(each -> new Node((Message) each)).toList();
        }
    }
}
