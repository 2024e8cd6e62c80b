internal import BelfryCore
internal import Yams

extension YAMLValue {
    /// The Prometheus duration here, which must lie in `range`.
    func span(in range: ClosedRange<TimeSpan>, problems: inout [Problem]) -> TimeSpan? {
        guard let text = string(problems: &problems) else { return nil }
        guard let span = TimeSpan(prometheus: text) else {
            problems.append(problem("\"\(text.prefix(40))\" is not a duration such as 30s, 5m or 1d12h"))
            return nil
        }
        guard range.contains(span) else {
            problems.append(problem("must be from \(range.lowerBound) to \(range.upperBound), got \(text)"))
            return nil
        }
        return span
    }

    /// The texts of the list here; a single text counts as a list of one.
    func texts(problems: inout [Problem]) -> [(element: YAMLValue, text: String)] {
        let elements: [YAMLValue]
        if case .scalar = node { elements = [self] } else { elements = list(problems: &problems) ?? [] }
        return elements.compactMap { element in
            guard let text = element.string(problems: &problems) else { return nil }
            guard !text.isEmpty else {
                problems.append(element.problem("must not be empty"))
                return nil
            }
            return (element, text)
        }
    }
}
