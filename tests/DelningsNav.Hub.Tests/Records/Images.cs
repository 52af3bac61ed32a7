namespace DelningsNav.Tests.Files;

/// <summary>The smallest images of each kind, whole in their structure. They show nothing.</summary>
internal static class Images
{
    /// <summary>A PNG with a header, no picture and an end.</summary>
    public static byte[] Png => [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. Part("IHDR"u8, 13), .. Part("IEND"u8, 0)];

    /// <summary>A JPEG with one segment of an application, the start of a picture and an end.</summary>
    public static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x04, 0x4A, 0x46, 0xFF, 0xDA, 0x00, 0x02, 0x11, 0xFF, 0xD9];

    private static byte[] Part(ReadOnlySpan<byte> name, byte length) => [0, 0, 0, length, .. name, .. new byte[length], 0, 0, 0, 0];
}
