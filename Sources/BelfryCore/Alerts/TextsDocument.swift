/// Texts by name, such as labels, as one flat JSON object.
public enum TextsDocument {
    /// The document in UTF-8.
    public static func json(_ texts: [String: String]) -> [UInt8] {
        var json = JSONBytes(capacity: 256)
        json.object { json in
            for (name, text) in texts {
                json.key(name)
                json.write(text)
            }
        }
        return json.bytes
    }

    /// The texts of a document; nil where it is none of these.
    public static func texts(json: [UInt8]) -> [String: String]? {
        do throws(JSONProblem) {
            var texts: [String: String] = [:]
            var reader = JSONReader(json)
            try reader.readObject { reader, name throws(JSONProblem) in texts[name] = try reader.readText() }
            try reader.expectEnd()
            return texts
        } catch {
            return nil
        }
    }
}
