/// A label's value between double quotes, as matchers and group keys write it.
enum QuotedLabelValue {
    /// The value with `\`, `"` and line breaks escaped, as matchers are written: `value(of:)` gives it back.
    static func text(of value: String) -> String {
        escaped(value) { _ in nil }
    }

    /// The value with every control character escaped too, as Go's `%q` does in group keys.
    static func printable(_ value: String) -> String {
        escaped(value) { scalar in
            switch scalar {
            case "\r": "\\r"
            case "\t": "\\t"
            case let control where control.value < 0x20 || control.value == 0x7F:
                (control.value < 0x10 ? "\\x0" : "\\x") + String(control.value, radix: 16)
            default: nil
            }
        }
    }

    private static func escaped(_ value: String, _ escape: (Unicode.Scalar) -> String?) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", "\"": text += "\\\(scalar)"
            case "\n": text += "\\n"
            default:
                if let escaped = escape(scalar) { text += escaped } else { text.unicodeScalars.append(scalar) }
            }
        }
        return text + "\""
    }

    /// The value that a text between double quotes stands for, or nil where it is not one.
    ///
    /// `\n`, `\"` and `\\` are escapes; before any other character a backslash is itself, as in Alertmanager, so that
    /// `"\d+"` needs no doubling.
    static func value(of text: Substring) -> String? {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return nil }
        var value = ""
        var isEscaped = false
        for scalar in text.dropFirst().dropLast().unicodeScalars {
            switch (isEscaped, scalar) {
            case (false, "\\"):
                isEscaped = true
                continue
            case (false, "\""): return nil
            case (true, "n"): value.unicodeScalars.append("\n")
            case (true, "\""), (true, "\\"), (false, _): value.unicodeScalars.append(scalar)
            case (true, _):
                value += "\\"
                value.unicodeScalars.append(scalar)
            }
            isEscaped = false
        }
        return isEscaped ? nil : value
    }
}
