import HTTPTypes

/// Tells the requests that came through another server, by what proxies and tunnels add.
enum ForwardedRequest {
    private static let fields: Set<String> = [
        "forwarded", "via", "x-real-ip", "x-original-host", "cf-connecting-ip", "true-client-ip", "x-client-ip",
    ]

    /// Whether a field says so; a proxy that adds none of them is not told.
    static func isForwarded(_ headers: HTTPFields) -> Bool {
        headers.contains { field in
            let name = field.name.canonicalName
            return name.hasPrefix("x-forwarded-") || fields.contains(name)
        }
    }
}
