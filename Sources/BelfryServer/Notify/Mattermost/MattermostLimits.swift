/// What Mattermost takes.
///
/// https://developers.mattermost.com/integrate/webhooks/incoming/#parameters-and-formatting
enum MattermostLimits {
    /// Characters of a post.
    ///
    /// Longer ones are split at 16,383; servers whose tables are from before 5.0 split at 4,000.
    static let text = 4_000
    /// Characters of the attachments as JSON.
    ///
    /// Servers before 7.0 keep 8,000 for a post's properties, of which 400 are their own; later ones a hundred times
    /// that.
    static let attachments = 7_600
}
