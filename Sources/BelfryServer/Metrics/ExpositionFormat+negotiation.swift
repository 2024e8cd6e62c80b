extension ExpositionFormat {
    /// The format that an `Accept` field prefers among those Belfry can write; 0.0.4 where it accepts none of them.
    ///
    /// The highest `q` wins, the first of equals. A range with a version that Belfry does not write is passed over.
    static func negotiated(accept: String?) -> ExpositionFormat {
        guard let accept else { return .text }
        var best: (format: ExpositionFormat, quality: Int)?
        for range in AcceptedValue.all(in: accept) {
            guard let format = offer(for: range), range.thousandths > best?.quality ?? 0 else { continue }
            best = (format, range.thousandths)
        }
        return best?.format ?? .text
    }

    /// The format that satisfies a media range.
    private static func offer(for range: AcceptedValue) -> ExpositionFormat? {
        let version = range.parameters["version"]
        switch range.value {
        case "application/openmetrics-text": return version == nil || version == "1.0.0" ? .openMetrics : nil
        case "text/plain": return version == nil || version == "0.0.4" ? .text : nil
        case "text/*", "*/*": return .text
        default: return nil
        }
    }
}
