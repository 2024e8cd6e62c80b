/// Learns of every webhook request when it is answered.
public protocol WebhookObserver: Sendable {
    /// Takes one; called on the event loop of the connection, so it must be quick and never wait.
    func observe(_ observation: WebhookObservation)
}
