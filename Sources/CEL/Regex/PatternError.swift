/// Why a pattern is refused.
struct PatternError: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
