extension MessageItem {
    /// As much of the line as a list has room for.
    func parts(_ detail: MessageBudget.Detail) -> [MessagePart] {
        switch detail {
        case .linked, .full: parts + more
        case .brief: parts
        case .subject: subject
        }
    }

    /// The beginning of the line up to the name of what it is about: `CRITICAL`, the job.
    var subject: [MessagePart] {
        let name = parts.firstIndex { part in
            if case .text = part { true } else { false }
        }
        return name.map { Array(parts[...$0]) } ?? parts
    }
}
