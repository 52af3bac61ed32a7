using DelningsNav.Web.Pages;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPagesDoor();

var app = builder.Build();
app.MapPagesDoor();
app.Run();
