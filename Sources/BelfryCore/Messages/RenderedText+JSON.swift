extension RenderedText {
    /// Writes the text as an object with its `segments`.
    func write(to json: inout JSONBytes) {
        json.object { json in
            json.key("segments")
            json.array { json in
                for segment in segments {
                    json.object { json in
                        let (kind, text): (StaticString, String) =
                            switch segment {
                            case .markup(let text): ("markup", text)
                            case .text(let text): ("text", text)
                            }
                        json.key(kind)
                        json.object { $0.key("_0", text) }
                    }
                }
            }
        }
    }

    /// Reads the object.
    init(from json: inout JSONReader) throws(JSONProblem) {
        var segments: [Segment] = []
        try json.readObject { json, key throws(JSONProblem) in
            guard key == "segments" else {
                try json.skipValue(depth: 4)
                return
            }
            try json.readArray { json throws(JSONProblem) in
                try json.readObject { json, kind throws(JSONProblem) in
                    let text = try Self.text(from: &json)
                    segments.append(kind == "markup" ? .markup(text) : .text(text))
                }
            }
        }
        self.init(segments)
    }

    private static func text(from json: inout JSONReader) throws(JSONProblem) -> String {
        var text: String?
        try json.readObject { json, _ throws(JSONProblem) in text = try json.readText() }
        guard let text else { throw JSONProblem(detail: "a segment without text") }
        return text
    }
}
