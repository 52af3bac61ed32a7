using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Tests.Files;

namespace DelningsNav.Hub.Tests.Records;

/// <summary>A file is taken by its structure, not by its first bytes.</summary>
public sealed class FileKindTests
{
    private const string Head = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";

    [Fact]
    public void A_PDF_with_a_table_of_objects_or_with_a_stream_of_them_is_one()
    {
        Assert.True(FileKind.IsPdf(TinyPdf.Of("text")));
        Assert.True(FileKind.IsPdf(Pdf("9 0 obj\n<< /Type /XRef /Root 1 0 R /Length 3 >>\nstream\nabc\nendstream\nendobj\n")));
        Assert.True(FileKind.IsPdf(Pdf("xref\r\n0 1\r\n0000000000 65535 f\r\ntrailer\r\n<</Root 1 0 R>>\r\n", "\r\n\r\n")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-")]
    [InlineData("%PDF-1.7")]
    [InlineData("%PDF-1.7 <script>alert(1)</script>")]
    [InlineData("%PDF-1.7\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\ntrailer\n<< /Root 1 0 R >>\nstartxref\n99999999999\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\ntrailer\n<< /Root 1 0 R >>\nstartxref\n-9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n")]
    [InlineData("%PDF-x.7\nxref\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\ntrailer /Root\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\n9 0 obj << /Root 1 0 R >>\nstartxref\n9\n%%EOF")]
    public void A_file_that_only_begins_as_a_PDF_is_none(string file) => Assert.False(FileKind.IsPdf(Encoding.Latin1.GetBytes(file)));

    [Fact]
    public void A_whole_PDF_before_or_after_something_else_is_none()
    {
        Assert.True(FileKind.IsPdf([.. TinyPdf.Of(), .. "\r\n\0"u8]));
        Assert.False(FileKind.IsPdf([.. TinyPdf.Of(), .. "PK"u8]));
        Assert.False(FileKind.IsPdf([.. "<html>"u8, .. TinyPdf.Of()]));
    }

    [Fact]
    public void A_PDF_with_a_password_is_refused_because_nobody_could_read_it() =>
        Assert.False(FileKind.IsPdf(Pdf("xref\n0 0\ntrailer\n<< /Root 1 0 R /Encrypt 2 0 R >>\n")));

    [Fact]
    public void A_PDF_that_is_cut_anywhere_is_none()
    {
        var whole = TinyPdf.Of();

        Assert.All(Enumerable.Range(0, whole.Length - 1), length => Assert.False(FileKind.IsPdf(whole.AsSpan(0, length))));
    }

    [Fact]
    public void An_image_that_is_cut_anywhere_or_followed_by_something_is_none()
    {
        var (png, jpeg) = (Images.Png, Images.Jpeg);

        Assert.True(FileKind.IsPng(png));
        Assert.True(FileKind.IsJpeg(jpeg));
        Assert.All(Enumerable.Range(0, png.Length), length => Assert.False(FileKind.IsPng(png.AsSpan(0, length))));
        Assert.All(Enumerable.Range(0, jpeg.Length), length => Assert.False(FileKind.IsJpeg(jpeg.AsSpan(0, length))));
        Assert.False(FileKind.IsPng([.. png, 0]));
    }

    [Fact]
    public void A_part_of_an_image_that_says_it_is_longer_than_the_file_is_refused()
    {
        var (png, jpeg) = (Images.Png, Images.Jpeg);
        png[8] = 0xFF;
        jpeg[4] = 0xFF;

        Assert.False(FileKind.IsPng(png));
        Assert.False(FileKind.IsJpeg(jpeg));
    }

    private static byte[] Pdf(string table, string end = "\n") =>
        Encoding.Latin1.GetBytes($"{Head}{table}startxref\n{Head.Length}\n%%EOF{end}");
}
