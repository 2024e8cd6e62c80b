internal import BelfryCore

extension InertText {
    /// An operator's text: markup as written, what was substituted inert, the whole cut to a limit.
    static func prose(_ text: RenderedText, limit: Int) -> String {
        var result = ""
        for segment in text.segments {
            let left = limit - result.utf16.count
            switch segment {
            case .markup(let markup): result += UntrustedText.fitted(markup, to: left)
            case .text(let text): result += lines(text, limit: left)
            }
            guard result.utf16.count < limit else { break }
        }
        return result
    }
}
