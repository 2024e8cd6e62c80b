/// Waiting between two looks at another process.
enum Pause {
    /// Waits even when the current task is cancelled: a shutdown is waited for just then.
    static func uncancelled(_ duration: Duration) async {
        await Task { try? await Task.sleep(for: duration) }.value
    }
}
