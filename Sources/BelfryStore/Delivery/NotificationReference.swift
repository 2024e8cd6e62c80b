internal import BelfryCore
public import Foundation

/// How people name a notification: by its id, or by the id of one delivery of it.
public enum NotificationReference: Hashable, Sendable {
    /// A notification, with all its deliveries.
    case notification(Int64)
    /// A notification to one channel.
    case delivery(UUID)

    /// The reference a text is; nil where it is none.
    public init?(_ text: String) {
        if let id = Int64(text), id > 0 {
            self = .notification(id)
        } else if let id = UUID(uuidString: text) {
            self = .delivery(id)
        } else {
            return nil
        }
    }
}
