/// The only door out: every HTTP request Belfry sends to somebody else's server passes here.
public protocol OutgoingHTTP: Sendable {
    /// Sends a request once and returns its answer, whatever its status, or why there is none.
    ///
    /// Redirects are not followed and nothing is tried twice after the first byte was sent.
    func send(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure>
}

extension OutgoingHTTP {
    /// Sends a body by POST.
    public func post(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure> {
        var request = request
        request.method = "POST"
        return await send(request)
    }
}
