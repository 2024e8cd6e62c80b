/// Tells the requests that a page of another site makes a browser send, so that nothing changes by them.
///
/// A browser adds what it remembers of this server to them: the admin token, or the session of an authenticating proxy. It
/// says where they come from in `Sec-Fetch-Site` and `Origin`; programs send neither.
public struct CrossSiteCheck: Sendable {
    private let externalOrigin: String?

    /// A check for a server that is also reached under `externalURL`.
    public init(externalURL: String? = nil) {
        externalOrigin = externalURL.map { url in
            let parts = url.lowercased().split(separator: "/", omittingEmptySubsequences: false)
            return parts.prefix(3).joined(separator: "/")
        }
    }

    /// Why a request is refused; nil where it is not.
    public func refusal(of request: AccessRequest) -> String? {
        guard !["GET", "HEAD", "OPTIONS"].contains(request.method) else { return nil }
        if let site = request.fetchSite {
            // A page cannot set it; `none` is the person at the address bar.
            return ["same-origin", "none"].contains(site.lowercased())
                ? nil : "a page of another site may not do this here"
        }
        guard let origin = request.origin?.lowercased() else { return nil }
        if origin == externalOrigin { return nil }
        if let scheme = origin.firstRange(of: "://"), request.host?.lowercased() == String(origin[scheme.upperBound...])
        {
            return nil
        }
        return "a page of \(origin.prefix(200)) may not do this here"
    }
}
