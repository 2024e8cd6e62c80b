import CEL
import Testing

@Suite("Literals")
struct LiteralTests {
    @Test(arguments: [
        ("0", Value.int(0)),
        ("-9223372036854775808", .int(.min)),
        ("9223372036854775807", .int(.max)),
        ("0x7F", .int(127)),
        ("-0x80", .int(-128)),
        ("18446744073709551615u", .uint(.max)),
        ("0xFFu", .uint(255)),
        (".5", .double(0.5)),
        ("1e3", .double(1_000)),
        ("-2.5E-1", .double(-0.25)),
        ("true", .bool(true)),
        ("null", .null),
    ])
    func readsNumbersAndKeywords(source: String, value: Value) throws {
        let result = try Sample.evaluate(source)
        #expect(result == value)
        #expect(result.runtimeType == value.runtimeType)
    }

    @Test(arguments: [
        (#"'a"b'"#, #"a"b"#),
        (#""a'b""#, "a'b"),
        (#"'\a\b\f\n\r\t\v\\\'\"\`\?'"#, "\u{07}\u{08}\u{0C}\n\r\t\u{0B}\\'\"`?"),
        (#"'\x41\101\u0042\U00000043'"#, "AABC"),
        ("'''a'b\nc'''", "a'b\nc"),
        ("\"\"\"x\"y\"\"\"", "x\"y"),
        (#"r'\d\n'"#, #"\d\n"#),
        (#"R"\"x""#, #"\"x"#),
        ("'\u{1F431}'", "\u{1F431}"),
    ])
    func readsStrings(source: String, text: String) throws {
        #expect(try Sample.evaluate(source) == .string(text))
    }

    @Test(arguments: [
        (#"b'\xff\000\377'"#, [UInt8]([255, 0, 255])),
        ("b'ÿ'", [0xC3, 0xBF]),
        (#"br'\x'"#, [0x5C, 0x78]),
        (#"B"""a""" + b'b'"#, [0x61, 0x62]),
    ])
    func readsBytes(source: String, bytes: [UInt8]) throws {
        #expect(try Sample.evaluate(source) == .bytes(bytes))
    }

    @Test func ignoresCommentsAndSpace() throws {
        #expect(try Sample.evaluate("1 // one\n\t+ 2\r\n// end") == .int(3))
    }
}
