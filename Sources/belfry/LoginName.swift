import Foundation

/// Who runs a command.
enum LoginName {
    /// The user's login name; `belfry` where the system knows none.
    static var current: String {
        let name = NSUserName()
        return name.isEmpty ? "belfry" : name
    }
}
