internal import BelfryCore

/// Plain text for ntfy's apps, which make links of addresses by themselves.
///
/// https://docs.ntfy.sh/publish/
struct NtfyMarkup: ChatMarkup {
    static let strong = Enclosure("", "")
    static let code = Enclosure("", "")
    static let block = Enclosure("", "")

    let clock: ClockText

    static func escaped(_ scalar: Unicode.Scalar, in place: MarkupPlace) -> String? {
        switch (place, scalar) {
        case (.words, _): nil
        case (_, "."), (_, ":"), (_, "@"): String(scalar) + "\u{200B}"
        default: nil
        }
    }

    static func link(to url: String, label: String) -> String { "\(label): \(url)" }

    static func isWhole(_ markup: String) -> Bool { true }

    func time(_ instant: Instant, brief: Bool) -> String {
        brief ? clock.clock(instant) : clock.full(instant)
    }
}
