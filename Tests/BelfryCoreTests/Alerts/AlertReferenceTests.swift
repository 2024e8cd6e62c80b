import BelfryCore
import Testing

struct AlertReferenceTests {
    @Test(
        arguments: [
            ("17", 17, nil), ("1234567890123456", 1_234_567_890_123_456, 0x1234_5678_9012_3456),
            ("00ffee0012345678", nil, 0x00ff_ee00_1234_5678), ("FFFFFFFFFFFFFFFF", nil, UInt64.max),
        ] as [(String, Int64?, UInt64?)]
    )
    func anAlertIsNamedByItsIDOrFingerprint(text: String, id: Int64?, fingerprint: UInt64?) {
        let reference = AlertReference(text)
        #expect(reference?.alertID == id)
        #expect(reference?.fingerprint == fingerprint)
    }

    @Test(arguments: ["", "JobFailed", "12a", "-1", "99999999999999999999", "+123456789012345", "ffee001234567"])
    func anythingElseIsNone(text: String) {
        #expect(AlertReference(text) == nil)
    }
}
