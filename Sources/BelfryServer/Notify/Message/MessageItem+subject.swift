extension MessageItem {
    /// The beginning of the line up to the name of what it is about: `CRITICAL`, the job.
    var subject: [MessagePart] {
        let name = parts.firstIndex { part in
            if case .text = part { true } else { false }
        }
        return name.map { Array(parts[...$0]) } ?? parts
    }
}
