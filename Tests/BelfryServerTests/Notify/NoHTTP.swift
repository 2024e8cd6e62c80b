import BelfryCore

@testable import BelfryServer

/// A door that leads nowhere.
struct NoHTTP: OutgoingHTTP {
    func send(_ request: OutgoingRequest) async -> Result<OutgoingResponse, OutgoingFailure> {
        .failure(OutgoingFailure(reason: .connection, message: "nowhere"))
    }
}
